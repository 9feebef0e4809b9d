/**
 * Passwords of twelve and more characters, or the bases that people lengthen with digits, that appear often in
 * published lists of stolen ones, in Italian and English. They are compared in lower case without accents, also without
 * the digits and signs at the end. Shorter ones need no entry: the minimum length refuses them.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  password passwordpassword password1234 passw0rd passw0rd1234 p@ssw0rd p@ssword motdepasse passwort
  administrator administrador amministratore adminadmin adminadminadmin administration
  qwertyuiop qwertyuiopas qwertyuiopasdf qwertyqwerty qwerty123456 1q2w3e4r5t6y 1qaz2wsx3edc 1qaz2wsx3edc4rfv
  qazwsxedcrfv asdfghjkl asdfghjklzxc zxcvbnmasdfg zaq12wsxcde3 123qweasdzxc 1234qwerasdf q1w2e3r4t5y6
  iloveyou iloveyouforever ilovemyfamily letmein letmeinletmein letmeinplease welcome welcome12345 benvenuto benvenuti
  changeme changemenow changeit trustno1 secret secretsecret supersecret unknown nothing monkeymonkey dragondragon
  superman spiderman football baseball basketball sunshine princess starwars manchester liverpool barcelona
  juventus juventusjuventus forzajuve forzainter forzamilan forzanapoli forzaroma internazionale milanmilan napolinapoli
  amoremio amoremiotiamo tiamotantissimo tiamo tiamotanto ciaociao ciaociaociao buongiorno buonanotte
  francesco alessandro alessandra antonella giuseppe giovanni valentina benedetta margherita cambiami
  cambialasubito segreto
  segretissimo
  internet internetinternet computer computercomputer microsoft microsoftoffice office365 microsoft365 windows
  azienda aziendale ufficio benvenutoinazienda primavera estate autunno inverno dicembre novembre settembre
  january february september november december summer winter spring autumn summertime christmas
  abcdefghijkl abcdefgh1234 abcd1234abcd abc123abc123 a1b2c3d4e5f6 aa123456789 123456789abc 123456789a 1234567890ab
  111222333444 112233445566 121212121212 147258369147 123123123123 123321123321 987654321098 098765432109 741852963741
  correcthorsebatterystaple thequickbrownfox testtesttest testpassword defaultpassword temporarypassword
  passwordtemporanea lamiapassword password12345 miapassword nuovapassword mypassword mypassword123 newpassword
  `
    .trim()
    .split(/\s+/),
);

import { crc32, deflateRawSync } from 'node:zlib';

/** Bytes of the records of a zip file before its names. @source PKWARE, "APPNOTE", 4.3 */
const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END_RECORD = 22;
/** 1 January 1980, the first day that a zip file can name. */
const FIRST_DAY = 0x21;
const DEFLATED = 8;
const VERSION = 20;

const zipped = new WeakMap<Uint8Array, Uint8Array>();

/** A zip file with one file in it. The same content is compressed once. */
export function zipOf(name: string, content: Uint8Array): Uint8Array {
  const known = zipped.get(content);
  if (known !== undefined) return known;
  const made = zipFile(Buffer.from(name), content);
  zipped.set(content, made);
  return made;
}

function zipFile(name: Buffer, content: Uint8Array): Uint8Array {
  const packed = deflateRawSync(content);
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION, 0);
  facts.writeUInt16LE(DEFLATED, 4);
  facts.writeUInt16LE(FIRST_DAY, 8);
  facts.writeUInt32LE(crc32(content), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(content.length, 18);
  facts.writeUInt16LE(name.length, 22);

  const local = Buffer.alloc(LOCAL_HEADER);
  local.write('PK\x03\x04', 0, 'latin1');
  facts.copy(local, 4);
  const central = Buffer.alloc(CENTRAL_HEADER);
  central.write('PK\x01\x02', 0, 'latin1');
  central.writeUInt16LE(VERSION, 4);
  facts.copy(central, 6);
  const end = Buffer.alloc(END_RECORD);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(CENTRAL_HEADER + name.length, 12);
  end.writeUInt32LE(LOCAL_HEADER + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}

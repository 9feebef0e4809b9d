// Plain JavaScript for any Node: it says so when the one that runs it is too old.
import packageJson from '../package.json' with { type: 'json' };

const needed = packageJson.dependencies.node;

/**
 * Ends the process with a sentence unless it runs on the project's Node. Editors and debuggers often start an older
 * one.
 */
export function requireNode() {
  if (Number(process.versions.node.split('.')[0]) >= Number(needed.split('.')[0])) return;
  process.stderr.write(
    `These tests need Node ${needed}, and this is ${process.version}. Let the editor or debugger use the project's own ` +
      'Node, node_modules/.bin/node, or install the version that .nvmrc names. npm test and npx vitest find it themselves.\n',
  );
  process.exit(1);
}

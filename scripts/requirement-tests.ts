import { readSource, type SyntaxNode, sourceFiles, syntaxNodes } from './source-files.ts';

/** The lines of the requirements: S1–S94 of the guide, A1–A30 for what the guide leaves unclear. */
export const REQUIREMENT_LINES = [
  ...Array.from({ length: 94 }, (_, index) => `S${index + 1}`),
  ...Array.from({ length: 30 }, (_, index) => `A${index + 1}`),
];

const TEST_FILES = /^e2e\/.*\.spec\.ts$|\.test\.tsx?$/;
/** `test`, `test.each(…)`, `test.describe`, with a title that begins with lines of the requirements. */
const TEST_FUNCTION = /^(test|it|describe)\b/;
const LINES_OF_TITLE = /^(?:[SA]\d{1,2}[ ,:]+)+/;

/** The tests of each line, as `file: title`. A line without a test has no entry. */
export function testsOfRequirements(): Map<string, string[]> {
  const tests = new Map<string, string[]>();
  for (const file of sourceFiles(['ts', 'tsx']).filter((path) => TEST_FILES.test(path))) {
    for (const title of titlesOf(file)) {
      for (const line of LINES_OF_TITLE.exec(title)?.[0].match(/[SA]\d{1,2}/g) ?? []) {
        tests.set(line, [...(tests.get(line) ?? []), `${file}: ${title}`]);
      }
    }
  }
  return tests;
}

function titlesOf(file: string): string[] {
  const source = readSource(file);
  return syntaxNodes(file).flatMap((node) => {
    if (node.type !== 'CallExpression') return [];
    const callee = node.callee as SyntaxNode;
    if (!TEST_FUNCTION.test(source.slice(callee.start, callee.end))) return [];
    const [title] = node.arguments as SyntaxNode[];
    if (title === undefined || !/^(Literal|TemplateLiteral)$/.test(title.type)) return [];
    return [source.slice(title.start + 1, title.end - 1)];
  });
}

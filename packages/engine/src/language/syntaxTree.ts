/** The syntax tree of the language, in the shape of ESTree. What lies outside the language has only its kind and place. */

interface Placed {
  /** Offsets into the text; the end is that of the last character, and one more. */
  readonly start: number;
  readonly end: number;
}

export interface Identifier extends Placed {
  readonly type: 'Identifier';
  readonly name: string;
}

export interface Literal extends Placed {
  readonly type: 'Literal';
  /** Undefined for what is neither number nor truth: a text, `null`, a regular expression, a big integer. */
  readonly value: number | boolean | undefined;
}

export interface Parenthesized extends Placed {
  readonly type: 'ParenthesizedExpression';
  readonly expression: Expression;
}

export interface Unary extends Placed {
  readonly type: 'UnaryExpression';
  readonly operator: string;
  readonly argument: Expression;
}

export interface Update extends Placed {
  readonly type: 'UpdateExpression';
  readonly operator: string;
  readonly argument: Expression;
}

export interface Binary extends Placed {
  readonly type: 'BinaryExpression' | 'LogicalExpression';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Assignment extends Placed {
  readonly type: 'AssignmentExpression';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional extends Placed {
  readonly type: 'ConditionalExpression';
  readonly test: Expression;
  readonly consequent: Expression;
  readonly alternate: Expression;
}

export interface List extends Placed {
  readonly type: 'ArrayExpression';
  readonly elements: readonly (Expression | null)[];
}

export interface Call extends Placed {
  readonly type: 'CallExpression';
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
}

export interface Member extends Placed {
  readonly type: 'MemberExpression';
  readonly object: Expression;
  readonly property: Expression;
  readonly computed: boolean;
}

export interface FunctionText extends Placed {
  readonly type: 'ArrowFunctionExpression' | 'FunctionExpression';
  readonly params: readonly Expression[];
  readonly body: Expression | Block;
}

export interface OutsideExpression extends Placed {
  readonly type:
    | 'SequenceExpression'
    | 'ChainExpression'
    | 'NewExpression'
    | 'ObjectExpression'
    | 'SpreadElement'
    | 'TemplateLiteral'
    | 'TaggedTemplateExpression'
    | 'ThisExpression';
}

export type Expression =
  | Identifier
  | Literal
  | Parenthesized
  | Unary
  | Update
  | Binary
  | Assignment
  | Conditional
  | List
  | Call
  | Member
  | FunctionText
  | OutsideExpression;

export interface Block extends Placed {
  readonly type: 'BlockStatement';
  readonly body: readonly Statement[];
}

export interface Program extends Placed {
  readonly type: 'Program';
  readonly body: readonly Statement[];
}

export interface Return extends Placed {
  readonly type: 'ReturnStatement';
  readonly argument: Expression | null;
}

export interface Declaration extends Placed {
  readonly type: 'VariableDeclaration';
  readonly kind: 'const' | 'let' | 'var';
  readonly declarations: readonly { readonly id: Identifier; readonly init: Expression | null }[];
}

export interface ExpressionStatement extends Placed {
  readonly type: 'ExpressionStatement';
  readonly expression: Expression;
}

export interface If extends Placed {
  readonly type: 'IfStatement';
  readonly test: Expression;
  readonly consequent: Statement;
  readonly alternate: Statement | null;
}

export interface For extends Placed {
  readonly type: 'ForStatement';
  readonly init: Declaration | Expression | null;
  readonly test: Expression | null;
  readonly update: Expression | null;
  readonly body: Statement;
}

export interface Empty extends Placed {
  readonly type: 'EmptyStatement';
}

export type Statement = Block | Return | Declaration | ExpressionStatement | If | For | Empty;

export type Node = Expression | Statement | Program;

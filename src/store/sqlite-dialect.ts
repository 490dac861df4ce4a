import {
  type BinaryOperationNode,
  type CreateTableNode,
  type Dialect,
  type Driver,
  OperatorNode,
  type OrderByItemNode,
  RawNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { checkParameter } from './parameter.ts';

/** SQLite, made to answer as PostgreSQL does; the differences that statements can show are all here. */
export function sqliteDialect(driver: () => Driver, connections: 'one' | 'many'): Dialect {
  return {
    createDriver: driver,
    createAdapter: () => (connections === 'one' ? new SqliteAdapter() : new ManyConnections()),
    createQueryCompiler: () => new Compiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class ManyConnections extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true;
  }
}

class Compiler extends SqliteQueryCompiler {
  protected override appendValue(value: unknown): void {
    super.appendValue(checkParameter(value));
  }

  /** A backslash escapes `%` and `_`, as in PostgreSQL. */
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    super.visitBinaryOperation(node);
    const operator = OperatorNode.is(node.operator) ? node.operator.operator : undefined;
    if (operator === 'like' || operator === 'not like') this.append(" escape '\\'");
  }

  /** Null sorts after every value, as in PostgreSQL; an index serves this order too. */
  protected override visitOrderByItem(node: OrderByItemNode): void {
    super.visitOrderByItem(node.nulls ? node : { ...node, nulls: isDescending(node) ? 'first' : 'last' });
  }

  /** STRICT: a text in an integer column is an error, as in PostgreSQL. */
  protected override visitCreateTable(node: CreateTableNode): void {
    super.visitCreateTable(
      node.temporary || node.selectQuery
        ? node
        : { ...node, endModifiers: [...(node.endModifiers ?? []), RawNode.createWithSql('strict')] },
    );
  }
}

const isDescending = (node: OrderByItemNode) =>
  node.direction !== undefined &&
  RawNode.is(node.direction) &&
  /desc/i.test(node.direction.sqlFragments.join(''));

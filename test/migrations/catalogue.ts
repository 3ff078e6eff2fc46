// What a database says about itself, as lines that are the same on PostgreSQL 17 and 18.

/** Schema objects that no extension brought along. */
const own = (catalogue: string, id: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${id} AND d.deptype = 'e')`;

const inPublic = "n.nspname = 'public'";

/** Privileges of everybody but the owner, as `role: A, B`. An absent list is the built-in default. */
const grants = (acl: string, kind: string, owner: string): string => `
  (SELECT string_agg(who || ': ' || what, '; ' ORDER BY who)
     FROM (SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS who,
                  string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS what
             FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) a
            WHERE a.grantee <> ${owner} GROUP BY a.grantee) granted)`;

const RELATIONS = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${inPublic} AND ${own('pg_class', 'c.oid')}`;

const SECTIONS: readonly (readonly [title: string, query: string])[] = [
  [
    'schema',
    `SELECT 'public granted ' || coalesce(${grants('n.nspacl', 'n', 'n.nspowner')}, 'to nobody') AS line
       FROM pg_namespace n WHERE ${inPublic}`,
  ],
  [
    'roles',
    `SELECT rolname || CASE WHEN rolcanlogin THEN ' LOGIN' ELSE '' END || CASE WHEN rolsuper THEN ' SUPERUSER' ELSE '' END
            || CASE WHEN rolbypassrls THEN ' BYPASSRLS' ELSE '' END || CASE WHEN rolcreaterole THEN ' CREATEROLE' ELSE '' END AS line
       FROM pg_roles WHERE rolname ~ '^sigmasight_' ORDER BY rolname`,
  ],
  [
    'tables',
    `SELECT c.relname || ': row security ' || CASE WHEN c.relrowsecurity THEN 'on' ELSE 'OFF' END
            || CASE WHEN c.relforcerowsecurity THEN ' and forced' ELSE '' END
            || ', granted ' || coalesce(${grants('c.relacl', 'r', 'c.relowner')}, 'to nobody') AS line
       ${RELATIONS} AND c.relkind IN ('r', 'p') ORDER BY c.relname`,
  ],
  [
    'columns granted by themselves',
    `SELECT c.relname || '.' || a.attname || ' granted ' || ${grants('a.attacl', 'c', 'c.relowner')} AS line
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${inPublic} AND a.attacl IS NOT NULL ORDER BY c.relname, a.attnum`,
  ],
  [
    'sequences',
    `SELECT c.relname || ' granted ' || coalesce(${grants('c.relacl', 'S', 'c.relowner')}, 'to nobody') AS line
       ${RELATIONS} AND c.relkind = 'S' ORDER BY c.relname`,
  ],
  [
    'policies',
    `SELECT tablename || ' / ' || policyname || ': ' || permissive || ' ' || cmd || ' to ' || array_to_string(roles, ', ')
            || coalesce(' using ' || qual, '') || coalesce(' with check ' || with_check, '') AS line
       FROM pg_policies WHERE schemaname = 'public' ORDER BY tablename, policyname`,
  ],
  [
    'constraints',
    // PostgreSQL 18 lists NOT NULL among them; the drift test compares it.
    `SELECT c.relname || ' / ' || k.conname || ': ' || pg_get_constraintdef(k.oid) AS line
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${inPublic} AND k.contype <> 'n' ORDER BY c.relname, k.contype, k.conname`,
  ],
  [
    'indexes',
    `SELECT tablename || ' / ' || indexdef AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY tablename, indexname`,
  ],
  [
    'views',
    `SELECT c.relname || ' (' || coalesce(array_to_string(c.reloptions, ', '), 'NO OPTIONS') || ') granted '
            || coalesce(${grants('c.relacl', 'r', 'c.relowner')}, 'to nobody') || ' as ' || pg_get_viewdef(c.oid) AS line
       ${RELATIONS} AND c.relkind IN ('v', 'm') ORDER BY c.relname`,
  ],
  [
    'functions',
    `SELECT p.oid::regprocedure || ' returns ' || pg_get_function_result(p.oid) || ', '
            || CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END
            || CASE WHEN p.prosecdef THEN ', security definer' ELSE ', security invoker' END
            || ', set ' || coalesce(array_to_string(p.proconfig, ', '), 'nothing')
            || ', granted ' || coalesce(${grants('p.proacl', 'f', 'p.proowner')}, 'to nobody') || ' as ' || p.prosrc AS line
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE ${inPublic} AND ${own('pg_proc', 'p.oid')} ORDER BY p.oid::regprocedure::text COLLATE "C"`,
  ],
  [
    'triggers',
    `SELECT c.relname || ' / ' || pg_get_triggerdef(t.oid) AS line
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${inPublic} AND NOT t.tgisinternal ORDER BY c.relname, t.tgname`,
  ],
];

export type Query = <T>(text: string) => Promise<T[]>;

/** Everything the drift test cannot see, for a person to read in a review. */
export async function readCatalogue(query: Query): Promise<string> {
  const sections: string[] = [];
  for (const [title, text] of SECTIONS) {
    const rows = await query<{ line: string }>(text);
    sections.push(`== ${title}\n${rows.map(({ line }) => `${oneLine(line)}\n`).join('')}`);
  }
  return sections.join('\n');
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

export async function listRelations(query: Query, ...kinds: ('r' | 'v')[]): Promise<string[]> {
  const list = kinds.map((kind) => `'${kind}'`).join(', ');
  const rows = await query<{ name: string }>(`SELECT c.relname AS name ${RELATIONS} AND c.relkind IN (${list})`);
  return rows.map(({ name }) => name).sort();
}

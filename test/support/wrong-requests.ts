import { type ApiDocument, bodiesOf, type Ids, type Parameter, type Route, type Schema, urlOf } from './route-table.js';
import { type Choices, choicesOf, NUL, outOfBounds, type WrongValue, wrongInJson, wrongTexts } from './wrong-values.js';

export interface ApiRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A form is sent as the fields that it has. */
  readonly body: unknown;
}

/** A request that breaks one rule of its description; `field` is what the refusal has to name. */
export interface WrongRequest extends ApiRequest {
  readonly route: Route;
  readonly field: string;
  /** Such as `query limit above its maximum`. */
  readonly fault: string;
}

type Place = readonly (string | number)[];

/** The parameter to send where one of several is needed, which the document has no word for. */
const ONE_OF: Readonly<Record<string, string>> = {
  'GET /api/v1/data/positions/details': 'portfolio_id',
  'GET /api/v1/data/company-profiles': 'portfolio_id',
};

/** What is needed and nothing more, as the owner of `ids` would send it: one request for each shape of the body. */
export function validRequests(route: Route, ids: Ids): ApiRequest[] {
  const oneOf = ONE_OF[route.name];
  const needed = route.parameters.filter((one) => one.in === 'query' && (one.required === true || one.name === oneOf));
  const query = needed.map((one): [string, string] => [one.name, sampleOf(one, ids)]);
  const url = withQuery(urlOf(route.path, ids), query);
  const bodies = bodiesOf(route, ids);
  return bodies.length === 0
    ? [{ url, headers: {}, body: undefined }]
    : bodies.map((body) => ({ url, headers: {}, body }));
}

function sampleOf({ name, schema, example }: Parameter, ids: Ids): string {
  if (ids[name] !== undefined) return ids[name];
  const sample = example ?? schema.example ?? schema.enum?.[0];
  return typeof sample === 'string' || typeof sample === 'number' ? `${sample}` : 'AAPL';
}

const withQuery = (url: string, pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0
    ? url
    : `${url}?${new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()}`;

/** All that can be wrong with a route's parameters and body, one fault in each request. */
export function wrongRequests(route: Route, ids: Ids, document: ApiDocument): WrongRequest[] {
  const [valid, ...others] = validRequests(route, ids);
  if (valid === undefined) return [];
  const parameters = route.parameters.flatMap((parameter) =>
    wrongParameters(parameter, valid, ids, route, document).map((wrong) => ({
      ...wrong,
      route,
      field: parameter.name,
    })),
  );
  const bodies = [valid, ...others].flatMap((one) => wrongBodies(route, one, document));
  // Without what makes a body one of the other shape it is one of the first.
  const isOtherShape = ({ fault }: WrongRequest): boolean => others.length > 0 && /^body \w+: missing$/.test(fault);
  const first = Object.keys(valid.body ?? {});
  return [...parameters, ...bodies.filter((one) => !isOtherShape(one) || first.includes(one.field))];
}

type Faulty = ApiRequest & { readonly fault: string };

function wrongParameters(
  parameter: Parameter,
  valid: ApiRequest,
  ids: Ids,
  route: Route,
  document: ApiDocument,
): Faulty[] {
  const { name } = parameter;
  const choices = choicesOf(parameter.schema, document);
  const label = (rule: string): string => `${parameter.in} ${name}: ${rule}`;
  if (parameter.in === 'path') {
    // Without its parameter a path is another one.
    const texts = wrongTexts(choices).filter(({ value }) => value !== '');
    return texts.map(({ rule, value }) => {
      const url = urlOf(route.path.replace(`{${name}}`, encodeURIComponent(String(value))), ids);
      return { ...valid, url, fault: label(rule) };
    });
  }
  if (parameter.in === 'header') {
    const texts = wrongTexts(choices).filter(({ value }) => value !== NUL);
    return texts.map(({ rule, value }) => ({ ...valid, headers: { [name]: String(value) }, fault: label(rule) }));
  }
  const others = [...new URLSearchParams(valid.url.split('?')[1])].filter(([key]) => key !== name);
  const send = (values: readonly string[]): string =>
    withQuery(valid.url.split('?')[0] ?? '', [...others, ...values.map((value) => [name, value] as const)]);
  return wrongInQuery(parameter, choices, ids, document).map(({ rule, values }) => ({
    ...valid,
    url: send(values),
    fault: label(rule),
  }));
}

function wrongInQuery(parameter: Parameter, { types, parts }: Choices, ids: Ids, document: ApiDocument) {
  const one = ({ rule, value }: WrongValue) => ({ rule, values: [String(value)] });
  const missing = parameter.required === true ? [{ rule: 'missing', values: [] as string[] }] : [];
  const [list] = parts.filter(({ type }) => type === 'array');
  if (list) {
    const items = wrongTexts(choicesOf(list.items ?? {}, document)).map(one);
    const most = list.maxItems;
    const item = ids[parameter.name] ?? ids.portfolio_id ?? '';
    return [
      ...missing,
      ...items,
      ...(most === undefined ? [] : [{ rule: 'too many', values: Array(most + 1).fill(item) as string[] }]),
    ];
  }
  const words = types.has('string') ? [] : [{ rule: 'a word', values: ['abc'] }];
  const fraction = types.has('integer') && !types.has('number') ? [{ rule: 'a fraction', values: ['1.5'] }] : [];
  const sample = sampleOf(parameter, ids);
  const twice = { rule: 'twice', values: [sample, sample] };
  return [
    ...missing,
    ...words,
    ...fraction,
    twice,
    ...wrongTexts({ types, parts }).map(one),
    ...parts.flatMap(outOfBounds).map(one),
  ];
}

function wrongBodies(route: Route, valid: ApiRequest, document: ApiDocument): WrongRequest[] {
  if (route.body === null) return [];
  const { isForm, schema } = route.body;
  const shape = flatShape(schema, valid.body, document);
  const fields = wrongFields(shape, [], valid.body, document, isForm);
  const made = fields.map(({ place, rule, value }): WrongRequest => {
    const names = place.filter((part) => typeof part === 'string');
    const fault = `body ${place.join('.')}: ${rule}`;
    return { ...valid, route, body: withValue(valid.body, place, value), field: names.at(-1) ?? '', fault };
  });
  if (isForm) return made;
  return [...made, { ...valid, route, body: [], field: 'body', fault: 'body: a list' }];
}

/** Of several shapes the one whose required fields are all in the body. */
function flatShape(schema: Schema, body: unknown, document: ApiDocument): Schema {
  const { parts } = choicesOf(schema, document);
  const fitting = parts.find(({ required = [] }) => required.every((name) => name in (body as object)));
  return fitting ?? parts[0] ?? {};
}

interface WrongField extends WrongValue {
  readonly place: Place;
}

function wrongFields(shape: Schema, at: Place, valid: unknown, document: ApiDocument, isForm: boolean): WrongField[] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, schema]): WrongField[] => {
    const place = [...at, name];
    const isRequired = shape.required?.includes(name) ?? false;
    const choices = choicesOf(schema, document);
    if (isForm) return wrongInForm(choices, isRequired).map((wrong) => ({ ...wrong, place }));
    return wrongAt(choices, place, isRequired, valid, document);
  });
}

function wrongAt(
  choices: Choices,
  place: Place,
  isRequired: boolean,
  valid: unknown,
  document: ApiDocument,
): WrongField[] {
  const here = wrongInJson(choices, isRequired).map((wrong) => ({ ...wrong, place }));
  const inside = choices.parts.flatMap((part): WrongField[] => {
    if (part.properties) return wrongFields(part, place, valid, document, false);
    if (part.items === undefined) return [];
    const item = choicesOf(part.items, document);
    const [sample] = (valueAt(valid, place) as unknown[] | undefined) ?? [];
    const most = part.maxItems;
    return [
      ...(part.minItems === undefined ? [] : [{ place, rule: 'too few', value: [] }]),
      ...(most === undefined
        ? []
        : [{ place, rule: 'too many', value: Array(most + 1).fill(sample ?? place.join('')) }]),
      ...wrongAt(item, [...place, 0], false, valid, document),
      { place: [...place, 0], rule: 'null', value: null },
    ];
  });
  return [...here, ...inside];
}

/** A form has nothing but texts and files. */
function wrongInForm(choices: Choices, isRequired: boolean): WrongValue[] {
  const isFile = choices.parts.some(({ format }) => format === 'binary');
  const missing = isRequired ? [{ rule: 'missing', value: undefined }] : [];
  return isFile ? missing : [...missing, ...wrongTexts(choices)];
}

const valueAt = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>((inside, part) => (inside as Record<string | number, unknown> | undefined)?.[part], value);

function withValue(body: unknown, [part, ...rest]: Place, value: unknown): unknown {
  if (part === undefined) return value;
  const inside = (body ?? (typeof part === 'number' ? [] : {})) as Record<string | number, unknown>;
  const next = withValue(inside[part], rest, value);
  if (typeof part === 'number') return Object.assign([...(inside as unknown as unknown[])], { [part]: next });
  const { [part]: old, ...others } = inside;
  return value === undefined && rest.length === 0
    ? others
    : { ...others, [part]: next ?? (rest.length > 0 ? old : next) };
}

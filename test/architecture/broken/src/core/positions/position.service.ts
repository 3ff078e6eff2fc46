// csv-stays-in-loaders
import { parse } from 'csv-parse';

export const rows = parse;

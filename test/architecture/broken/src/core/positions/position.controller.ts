// controllers-see-fastify-as-types
import { fastify } from 'fastify';

export const server = fastify;

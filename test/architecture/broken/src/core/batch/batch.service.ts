// services-know-no-http
import type { FastifyRequest } from 'fastify';

export type Request = FastifyRequest;

// The bare handler that bench/complete.mjs compares with, in a process of its own as the program is.
// BARE_SQL is the statement, BARE_PARAMETERS its values as JSON, BARE_USER who asks.
import Fastify from 'fastify';
import pg from 'pg';

const { DATABASE_URL, BARE_SQL, BARE_PARAMETERS, BARE_USER } = process.env;
const parameters = JSON.parse(BARE_PARAMETERS);
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 30 });
const bare = Fastify();
bare.get('/bare', async () => {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; SET LOCAL ROLE sigmasight_app; SET LOCAL app.user_id = '${BARE_USER}'`);
    const { rows } = await client.query(BARE_SQL, parameters);
    await client.query('COMMIT');
    return rows;
  } finally {
    client.release();
  }
});
process.once('SIGTERM', () => process.exit(0));
console.log(`Address ${await bare.listen({ port: 0, host: '127.0.0.1' })}\nHealth none`);

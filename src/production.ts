/** Imported first: GraphQL and Express check more, and slowly, unless they are told that nobody develops here. */
process.env['NODE_ENV'] ??= 'production'

"""The door for programs: `/api/v1/`, OpenAPI 3.1, bearer tokens, problem+json, idempotency keys, cursors."""

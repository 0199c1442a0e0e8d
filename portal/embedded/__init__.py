"""A real PostgreSQL and a real Valkey from wheels, and what runs beside them."""

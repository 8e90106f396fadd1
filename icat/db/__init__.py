"""The database, either engine: sessions, the write gate, column types, sealed fields."""

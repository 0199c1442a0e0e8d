"""Operations that see every app: reference tables in, sample data in and out."""

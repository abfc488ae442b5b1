-- The assignments once more, with their primary and foreign keys and nothing else: no index for a
-- list, no search keys, no history.
DROP TABLE IF EXISTS bench.twin;
CREATE TABLE bench.twin AS SELECT * FROM assignments_assignment;
ALTER TABLE bench.twin DROP COLUMN search_key, DROP COLUMN title_key, ADD PRIMARY KEY (id);
DO $$
DECLARE made record;
BEGIN
    FOR made IN
        SELECT a.attname, pg_get_constraintdef(c.oid) AS def
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.conrelid = 'assignments_assignment'::regclass AND c.contype = 'f'
    LOOP
        EXECUTE format('CREATE INDEX ON bench.twin (%I)', made.attname);
        EXECUTE format('ALTER TABLE bench.twin ADD %s', made.def);
    END LOOP;
END $$;


-- What the rows are made of. Everything follows from the number of the row, so that the same size
-- gives the same rows; only the days hang on the day of loading.
CREATE SCHEMA IF NOT EXISTS bench;

-- An even number in [0, 1) for row i, another one for every k.
CREATE OR REPLACE FUNCTION bench.u(i bigint, k bigint) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (hashint8extended(i, k) & 1073741823)::float8 / 1073741824 $$;

CREATE OR REPLACE FUNCTION bench.pick(words text[], i bigint, k bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT words[1 + floor(cardinality(words) * bench.u(i, k))::int] $$;

-- Twenty rows running, given at once to twenty bodies.
CREATE OR REPLACE FUNCTION bench.is_batch(i bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT bench.u(i / 20, 3) < 0.12 $$;

-- Which body leads: the first has a tenth of all work, the last of a hundred half a percent.
CREATE OR REPLACE FUNCTION bench.lead_n(i bigint, bodies int) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN bench.is_batch(i)
        THEN (floor(bodies * bench.u(i / 20, 2))::int + (i % 20)::int) % bodies
        ELSE floor(bodies * bench.u(i, 2) ^ 2)::int END
$$;

-- The assignment of which this one is a part, or null: three in a hundred have one.
CREATE OR REPLACE FUNCTION bench.parent_of(i bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN i > 60 AND NOT bench.is_batch(i) AND bench.u(i, 1) < 0.03
            AND bench.u(i - 1 - floor(50 * bench.u(i, 13))::bigint, 1) >= 0.03
        THEN i - 1 - floor(50 * bench.u(i, 13))::bigint END
$$;

CREATE OR REPLACE FUNCTION bench.local(day date, hours float8) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (day + make_interval(secs => hours * 3600)) AT TIME ZONE 'Asia/Ho_Chi_Minh' $$;

CREATE OR REPLACE FUNCTION bench.day(at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date $$;

CREATE OR REPLACE FUNCTION bench.weekday(day date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT day - greatest(0, extract(isodow FROM day)::int - 5) $$;

DROP TABLE IF EXISTS bench.body, bench.side, bench.seat;
-- Bodies that lead, the largest first.
CREATE TABLE bench.body (
    n int PRIMARY KEY, agency_id bigint, head_id bigint, contact_id bigint, officers bigint[]
);
-- Who gives work: whose it is, who decides, who records and watches; one row for each in ten.
CREATE TABLE bench.side (
    n int PRIMARY KEY, giver text, agency_id bigint, decider_id bigint, recorders bigint[],
    monitor_id bigint
);

from django.db import migrations

CLOCK = """
-- The moment of recording: the database clock, or the clock of a running replay.
CREATE FUNCTION audit_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
$$ SELECT COALESCE((SELECT now_at FROM audit_replayclock), clock_timestamp()) $$;

-- Outside a replay nobody writes an event of another time.
CREATE FUNCTION audit_event_is_of_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF abs(extract(epoch FROM NEW.at - audit_now())) > 300 THEN
        RAISE EXCEPTION 'an event of % was refused at %', NEW.at, audit_now();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_event_is_of_now BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_of_now();

-- A database is called demo while it is empty, or never.
CREATE FUNCTION audit_origin_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the origin of a database is never deleted';
    ELSIF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM audit_event) THEN
            RAISE EXCEPTION 'a database with events has its origin';
        END IF;
    ELSIF NEW.is_demo <> OLD.is_demo OR OLD.replayed_until IS NOT NULL THEN
        RAISE EXCEPTION 'the origin of a database is never changed';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER audit_origin_is_kept BEFORE INSERT OR UPDATE OR DELETE ON audit_origin
    FOR EACH ROW EXECUTE FUNCTION audit_origin_is_kept();

-- The replay's clock: only in a demo that was not replayed yet, and only forward.
CREATE FUNCTION audit_replay_clock_is_honest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.now_at < OLD.now_at THEN
        RAISE EXCEPTION 'the replay clock only moves forward';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM audit_origin WHERE is_demo AND replayed_until IS NULL
    ) THEN
        RAISE EXCEPTION 'only a demo that was not replayed yet has a replay clock';
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.now_at > clock_timestamp() THEN
        RAISE EXCEPTION 'the replay clock shows past moments only';
    END IF;
    IF TG_OP = 'DELETE' THEN
        UPDATE audit_origin SET replayed_until = (OLD.now_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER audit_replay_clock_is_honest BEFORE INSERT OR UPDATE OR DELETE ON audit_replayclock
    FOR EACH ROW EXECUTE FUNCTION audit_replay_clock_is_honest();
"""

CLOCK += """
CREATE FUNCTION audit_is_never_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never truncated', TG_TABLE_NAME;
END $$;
CREATE TRIGGER audit_is_never_truncated BEFORE TRUNCATE ON audit_origin
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_never_truncated();
CREATE TRIGGER audit_is_never_truncated BEFORE TRUNCATE ON audit_replayclock
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_never_truncated();
"""

DROP = """
DROP TRIGGER audit_is_never_truncated ON audit_origin;
DROP TRIGGER audit_is_never_truncated ON audit_replayclock;
DROP FUNCTION audit_is_never_truncated();
DROP TRIGGER audit_event_is_of_now ON audit_event;
DROP TRIGGER audit_origin_is_kept ON audit_origin;
DROP TRIGGER audit_replay_clock_is_honest ON audit_replayclock;
DROP FUNCTION audit_event_is_of_now(), audit_origin_is_kept(), audit_replay_clock_is_honest();
DROP FUNCTION audit_now();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]
    operations = [migrations.RunSQL(CLOCK, DROP)]

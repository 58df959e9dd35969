-- The staged events that lie within what was seen: later dates are plans, and a later end means that it still runs.
CREATE TEMP VIEW seen AS
SELECT
    {case_key} AS case_key, {resident_key} AS resident_key, {household_key} AS household_key,
    e.activity, e.partner, e.to_partner,
    e.started, {ended} AS ended, e.requested, e.started_on, {ended_on} AS ended_on, e.requested_on,
    e.is_day, e.is_moment, {place} AS place, {knows_ends} AS knows_ends, e.source_row{attributes}
FROM {relation} AS e{sources}

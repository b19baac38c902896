package registerstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/register"
)

// NoticesOf is how many notices commit to their lines from one instant to another, and the digest of their digests.
func NoticesOf(ctx context.Context, r db.Reader, from, to time.Time) (count int, digest []byte, err error) {
	got, err := db.One[struct {
		Count  int
		Digest []byte
	}](ctx, r.DB, "notices of a day", `
		SELECT count(*) AS count,
		       sha256(COALESCE(string_agg(sha256(convert_to(commitments, 'UTF8')), ''::bytea ORDER BY id), '')) AS digest
		FROM notices WHERE at >= @from AND at < @to AND commitments <> ''`, db.Named{"from": from, "to": to})
	return got.Count, got.Digest, err
}

// TakenNotice is a notice that commits to its lines, and what its rows say.
type TakenNotice struct {
	ID int64
	At time.Time
	register.Frozen
	Event, Subject, Body, Link string
	To                         []register.ToldTo
}

// Now is what the rows say.
func (n TakenNotice) Now() register.Told {
	return register.Told{Event: n.Event, Subject: n.Subject, Body: n.Body, Link: n.Link, At: register.Stamp(n.At),
		To: n.To}
}

// noticesAtOnce is how many notices WalkNotices reads at once.
const noticesAtOnce = 20

// WalkNotices calls visit for each notice that commits to its lines, in order of their ids.
func WalkNotices(ctx context.Context, r db.Reader, far Progress, visit func(TakenNotice) error) error {
	all, err := db.Value[int64](ctx, r.DB, "newest notice", `SELECT COALESCE(max(id), 0) FROM notices`, db.Named{})
	if err != nil {
		return err
	}
	for last := int64(0); ; {
		list, err := db.List[TakenNotice](ctx, r.DB, "notices", `
			SELECT n.id, n.at, n.commitments AS text, n.words, n.event, n.subject, n.body, n.link,
			       COALESCE((SELECT json_agg(json_build_object('name', t.name, 'address', t.address,
			                                                   'capacity', t.capacity, 'result', t.result) ORDER BY t.line)
			                 FROM notice_recipients t WHERE t.notice_id = n.id), '[]'::json) AS "to"
			FROM notices n
			WHERE n.id > @last AND n.commitments <> ''
			ORDER BY n.id
			LIMIT @step`, db.Named{"last": last, "step": noticesAtOnce})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, n := range list {
			if err := visit(n); err != nil {
				return err
			}
			last = n.ID
		}
		far("compared: notices", last, all)
	}
}

// Package memberstore reads from Postgres what a list of Members is compared with.
package memberstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/members"
	"fourgates/internal/people"
	"fourgates/internal/places/placestore"
)

// Facts loads what the list of a council is compared with on a day.
func Facts(ctx context.Context, r db.Reader, council domain.AuthorityID, l members.List, today domain.Date,
	by domain.Self) (f members.Facts, err error) {
	f = members.Facts{Today: today, By: by}
	if f.Authority, err = placestore.Authority(ctx, r, council); err != nil {
		return f, err
	}
	if f.Seats, err = placestore.SeatsOf(ctx, r, council); err != nil {
		return f, err
	}
	for i := range f.Seats {
		f.Seats[i].Boundary = ""
	}
	if f.Terms, err = db.List[members.Sitting](ctx, r.DB, "terms of a council", `
		SELECT t.id, t.seat_id AS seat, t.place, t.person_id AS person, p.name, t.from_on, t.to_on, t.end_reason,
		       COALESCE(p.email, '') AS email
		FROM terms t
		JOIN seats s ON s.id = t.seat_id AND s.valid_to IS NULL
		JOIN people p ON p.id = t.person_id
		WHERE s.authority_id = @council
		ORDER BY t.seat_id, t.place, t.from_on`, db.Named{"council": int64(council)}); err != nil {
		return f, err
	}
	var emails, names []string
	for _, record := range l.Records {
		emails = append(emails, domain.FoldEmail(record.Get("email")))
		names = append(names, domain.FoldName(members.Untitled(record.Get("name"))))
	}
	f.Known, err = db.List[people.Person](ctx, r.DB, "people of a list", `
		SELECT p.id, p.name, COALESCE(p.email, '') AS email, p.version, p.password_hash IS NOT NULL AS has_account,
		       p.disabled_at, false AS shared
		FROM people p
		WHERE p.email = ANY(@emails)
		   OR p.id IN (SELECT t.person_id FROM terms t JOIN seats s ON s.id = t.seat_id
		               WHERE s.authority_id = @council)
		   OR folded(p.name) = ANY(@names)
		ORDER BY p.id`, db.Named{"emails": emails, "names": names, "council": int64(council)})
	return f, err
}

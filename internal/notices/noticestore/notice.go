// Package noticestore keeps notices and their recipients in Postgres.
package noticestore

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/queues"
	"fourgates/internal/register"
)

// Tell stores a notice with its recipients, each once: the proof of who was informed (N3). It is stored when all else
// of the transaction is done, with all others of it, and with what is known of the addresses then.
func Tell(w db.Writer, n notices.Notice, to []notices.Recipient, at time.Time) {
	TellThose(w, n, at, func() []notices.Recipient { return to })
}

// TellThose is Tell where the database knows for whom: it is asked the questions, with those of all other notices, and
// whom says what the answers come to. Where that is nobody, there is no notice.
func TellThose(w db.Writer, n notices.Notice, at time.Time, whom func() []notices.Recipient, asked ...db.Question) {
	own := db.Own[untold](w)
	if len(own.list) == 0 {
		w.AtEnd(func(ctx context.Context) error { return own.tell(ctx, w) })
	}
	own.list = append(own.list, telling{Notice: n, at: at, whom: whom})
	own.asked = append(own.asked, asked...)
}

// untold are the notices that a transaction has still to store.
type untold struct {
	list  []telling
	asked []db.Question // whose answers say for whom they are
}

// telling is a notice, for whom and of when.
type telling struct {
	notices.Notice
	whom func() []notices.Recipient
	to   []notices.Recipient
	at   time.Time
}

// known is an error where nobody is told of such events: a new kind is added to notices.Kinds first.
func (t telling) known() error {
	if !notices.Kind(t.Event) {
		return fmt.Errorf("no notice is made of %q", t.Event)
	}
	return nil
}

// tell stores them, after one turn to ask for whom they are and one for all their addresses.
func (u *untold) tell(ctx context.Context, w db.Writer) error {
	if len(u.asked) > 0 {
		if err := w.Ask(ctx, u.asked...); err != nil {
			return err
		}
	}
	var all []notices.Recipient
	for i, one := range u.list {
		u.list[i].to = one.whom()
		all = append(all, u.list[i].to...)
	}
	known, err := known(ctx, w.Reader, all)
	if err != nil {
		return err
	}
	for _, one := range u.list {
		if len(one.to) == 0 {
			continue
		}
		err := one.known()
		if err == nil {
			var row db.Named
			if row, err = one.row(known); err == nil {
				err = w.Later(ctx, "add notice", addNoticeSQL, row)
			}
		}
		if err != nil {
			return err
		}
	}
	*u = untold{}
	return nil
}

// AddNotice is Tell at once, for who needs the notice's id or asks in the same transaction what was told.
func AddNotice(ctx context.Context, w db.Writer, n notices.Notice, all []notices.Recipient,
	at time.Time) (domain.NoticeID, error) {
	known, err := known(ctx, w.Reader, all)
	if err != nil {
		return 0, err
	}
	is := telling{Notice: n, to: all, at: at}
	if err := is.known(); err != nil {
		return 0, err
	}
	row, err := is.row(known)
	if err != nil {
		return 0, err
	}
	return db.Value[domain.NoticeID](ctx, w.DB, "add notice", addNoticeSQL, row)
}

const addNoticeSQL = `
	WITH n AS (
	    INSERT INTO notices (event, area_id, attempt_id, subject, body, link, at, commitments, words)
	    VALUES (@event, NULLIF(@area, 0::bigint), NULLIF(@attempt, 0::bigint), @subject, @body, @link, @at,
	            @commitments, @words)
	    RETURNING id),
	told AS (
	    INSERT INTO notice_recipients (notice_id, person_id, contact_id, name, address, capacity, result, line)
	    SELECT n.id, NULLIF(person, 0), NULLIF(contact, 0), name, address, capacity, result, nth - 1
	    FROM n,
	         unnest(@persons::bigint[], @contacts::bigint[], @names::text[], @addresses::text[],
	                @capacities::text[], @results::text[]) WITH ORDINALITY
	             AS r (person, contact, name, address, capacity, result, nth)
	    ORDER BY nth),
	mailed AS (
	    INSERT INTO river_job (kind, queue, args, max_attempts)
	    SELECT @kind::text, @queue::text, jsonb_build_object('id', n.id), @tries::smallint FROM n)
	SELECT id FROM n`

// row is the notice with whom it is for, as far as their addresses are known, frozen in lines.
func (t telling) row(known notices.Known) (db.Named, error) {
	to := notices.Settle(t.to, known)
	persons, contacts := make([]int64, len(to)), make([]int64, len(to))
	names, addresses := make([]string, len(to)), make([]string, len(to))
	capacities, results := make([]string, len(to)), make([]string, len(to))
	told := register.Told{Event: t.Event, Subject: t.Subject, Body: t.Body, Link: t.Link, At: register.Stamp(t.at)}
	for i, r := range to {
		persons[i], contacts[i] = int64(r.Person), int64(r.Contact)
		names[i], addresses[i], capacities[i], results[i] = r.Name, r.Address, r.Capacity, r.Result()
		told.To = append(told.To, register.ToldTo{Name: r.Name, Address: r.Address, Capacity: r.Capacity,
			Result: results[i]})
	}
	frozen, err := register.Freeze(register.KindTold, told, rand.Reader)
	return db.Named{"event": t.Event, "area": int64(t.Area), "attempt": int64(t.Attempt), "subject": t.Subject,
		"body": t.Body, "link": t.Link, "at": t.at, "commitments": frozen.Text, "words": frozen.Words,
		"persons": persons, "contacts": contacts, "names": names, "addresses": addresses, "capacities": capacities,
		"results": results, "kind": string(queues.NoticeMails), "queue": string(queues.Mail),
		"tries": queues.MostTries}, err
}

// known is what is known of the recipients' addresses today.
func known(ctx context.Context, r db.Reader, all []notices.Recipient) (notices.Known, error) {
	var people []int64
	var addresses []string
	for _, one := range all {
		if one.Person != 0 {
			people = append(people, int64(one.Person))
		} else if one.Address != "" {
			addresses = append(addresses, one.Address)
		}
	}
	known := notices.Known{Of: map[domain.PersonID]string{}}
	if len(people)+len(addresses) == 0 {
		return known, nil
	}
	type row struct {
		Person  domain.PersonID
		Address string
	}
	rows, err := db.List[row](ctx, r.DB, "addresses of recipients", `
		SELECT 0::bigint AS person, email AS address
		FROM contacts
		WHERE do_not_contact AND lower(trim(email)) IN (SELECT lower(trim(a)) FROM unnest(@addresses::text[]) AS a)
		UNION ALL
		SELECT id, COALESCE(email, '') FROM people
		WHERE id = ANY(@people) AND (email IS NULL OR cardinality(@addresses::text[]) > 0)`,
		db.Named{"addresses": addresses, "people": people})
	for _, one := range rows {
		switch {
		case one.Person == 0:
			known.Barred = append(known.Barred, one.Address)
		case one.Address == "":
			known.Letter = append(known.Letter, one.Person)
		default:
			known.Of[one.Person] = one.Address
		}
	}
	return known, err
}

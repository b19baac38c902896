// Package noticestore keeps notices and their recipients in Postgres.
package noticestore

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/policy"
	"fourgates/internal/queues"
	"fourgates/internal/register"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
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

// saidLine is a notice with what of it the reader may not be told.
type saidLine struct {
	notices.NoticeLine
	About  bool                 // it is about a restricted issue that they may not see
	Hidden []restrictions.Issue // whose words they may not be told, of all lines beside one of them
}

// said are notices as the reader may see them: what one says is withheld where it is about an issue that is restricted
// now and that they may not see, or says words of one.
func said(lines []saidLine, err error) ([]notices.NoticeLine, error) {
	if err != nil {
		return nil, err
	}
	unsaid := restrictions.Unsaid{}
	for _, l := range lines {
		unsaid.Add(l.Hidden)
	}
	list := make([]notices.NoticeLine, len(lines))
	for i, l := range lines {
		if l.About || unsaid.In(l.AreaID, l.Subject, l.Body) {
			l.Subject, l.Body, l.Link = restrictions.Told, "", ""
		}
		list[i] = l.NoticeLine
	}
	return list, nil
}

const noticeSQL = `
	SELECT n.id, n.event, n.subject, n.body, n.link, n.at, COALESCE(n.area_id, 0) AS area_id,
	       COALESCE(a.name, '') AS area_name,
	       reach.shown, reach.read, reach.recorded, reach.no_address, reach.withheld, reach.by_letter, reach.told,
	       reach.mailed, reach.mail_waits, reach.mail_failed, false AS unseen, 0::bigint AS recipient, false AS about
	FROM notices n
	LEFT JOIN areas a ON a.id = n.area_id
	CROSS JOIN LATERAL (
	    SELECT count(*) FILTER (WHERE r.result = 'shown in app') AS shown,
	           count(*) FILTER (WHERE r.result = 'shown in app' AND r.seen_at IS NOT NULL) AS read,
	           count(*) FILTER (WHERE r.result = 'recorded' AND g.way IS NULL
	                            AND COALESCE(m.mail, '') NOT IN ('sent', 'waiting', 'withheld')) AS recorded,
	           count(*) FILTER (WHERE r.result = 'no address' AND g.way IS NULL) AS no_address,
	           count(*) FILTER (WHERE g.way IS NOT NULL) AS told,
	           count(*) FILTER (WHERE r.result = 'withheld: do not contact' OR m.mail = 'withheld') AS withheld,
	           count(*) FILTER (WHERE m.mail = 'sent') AS mailed,
	           count(*) FILTER (WHERE m.mail = 'waiting') AS mail_waits,
	           count(*) FILTER (WHERE m.mail IN ('refused', 'bounced')) AS mail_failed,
	           count(*) FILTER (WHERE r.result = 'by letter') AS by_letter
	    FROM notice_recipients r
	    LEFT JOIN informings g ON g.recipient_id = r.id
	    LEFT JOIN recipient_mails m ON m.recipient_id = r.id
	    WHERE r.notice_id = n.id) AS reach`

// AboutHiddenSQL is whether a notice is about an issue that is restricted now and that the reader may not see: where
// its link leads. Its arguments are given to w; n is the notice's name in the statement.
func AboutHiddenSQL(r db.Reader, w *db.Where, n string) string {
	return restrictionstore.IsHiddenSQL(r, w, aboutSQL(n))
}

// aboutSQL is the issue that a notice leads to.
func aboutSQL(n string) string {
	return strings.NewReplacer("n.link", n+".link", "ID(", "substring("+n+".link FROM '^/", ")ID",
		"/([0-9]+)(?:/|$)')::bigint").Replace(`
		COALESCE(ID(issues)ID,
		         (SELECT x.issue_id FROM solutions x WHERE x.id = ID(solutions)ID),
		         (SELECT COALESCE(x.issue_id, s.issue_id) FROM actions x
		          LEFT JOIN solutions s ON s.id = x.solution_id
		          WHERE x.id = ID(actions)ID),
		         (SELECT x.issue_id FROM replies x WHERE x.id = ID(replies)ID),
		         (SELECT v.issue_id FROM reviews v WHERE v.id = ID(reviews)ID),
		         (SELECT COALESCE(k.issue_id, s.issue_id, q.issue_id, rv.issue_id) FROM asks k
		          LEFT JOIN reviews rv ON rv.id = k.review_id
		          LEFT JOIN feasibility_views v ON v.id = k.view_id
		          LEFT JOIN solutions s ON s.id = v.solution_id
		          LEFT JOIN quick_wins q ON q.id = k.quick_win_id
		          WHERE k.id = ID(asks)ID))`)
}

// AreaNotices lists what was told about an area, newest first, notices.MostOfArea at most: before one of them where
// that is not zero, and about one thing of the area where its path is given. What was told about an issue that is
// restricted now is left out for who may not see that. The caller has loaded the area within scope.
func AreaNotices(ctx context.Context, r db.Reader, area domain.AreaID, about string,
	before domain.NoticeID) ([]notices.NoticeLine, error) {
	var w db.Where
	w.And("n.area_id = @area", "area", int64(area))
	if about != "" {
		w.And("(n.link = @about OR starts_with(n.link, @about || '/') OR '/attempts/' || n.attempt_id = @about)",
			"about", about)
	}
	if before != 0 {
		w.And("n.id < @before", "before", int64(before))
	}
	w.And("NOT " + AboutHiddenSQL(r, &w, "n"))
	newest := noticeSQL + "\n" + w.String() + `
		ORDER BY n.id DESC
		LIMIT ` + strconv.Itoa(notices.MostOfArea)
	return said(db.List[saidLine](ctx, r.DB, "area's notices", restrictionstore.BesideSQL(r, &w, newest, "id DESC"),
		w.Args))
}

// Notice loads a notice about an area; domain.ErrNotFound where there is none within scope, or it is about an issue
// that is restricted now and the reader may not see. A notice about no area is its recipients' alone.
func Notice(ctx context.Context, r db.Reader, scope policy.Scope, id domain.NoticeID) (notices.NoticeLine, error) {
	var w db.Where
	w.And("n.id = @id AND n.area_id IS NOT NULL", "id", int64(id))
	w.InScope("n.area_id", scope)
	w.And("NOT " + AboutHiddenSQL(r, &w, "n"))
	list, err := said(db.List[saidLine](ctx, r.DB, "notice",
		restrictionstore.BesideSQL(r, &w, noticeSQL+"\n"+w.String(), "id"), w.Args))
	if err != nil || len(list) == 0 {
		return notices.NoticeLine{}, cmp.Or(err, domain.ErrNotFound)
	}
	return list[0], nil
}

// Proof is what a notice told and whom, as it was frozen; the zero Frozen for one from before notices were. Where it
// says words of a restricted issue that the reader may not see, they are withheld. The caller has loaded the notice
// within scope.
func Proof(ctx context.Context, r db.Reader, n notices.NoticeLine) (register.Frozen, error) {
	f, err := db.One[register.Frozen](ctx, r.DB, "proof of a notice", `
		SELECT commitments AS text, words FROM notices WHERE id = @id`, db.Named{"id": int64(n.ID)})
	if err != nil || f.Text == "" {
		return f, err
	}
	unsaid, err := restrictionstore.Unsaid(ctx, r, n.AreaID)
	return f.Withheld(restrictions.Why, func(l register.Line) bool { return unsaid.In(n.AreaID, l.Texts()...) }), err
}

// NoticeRecipients lists who a notice was for, as frozen. The caller has loaded the notice within scope.
func NoticeRecipients(ctx context.Context, r db.Reader, id domain.NoticeID) ([]notices.NoticeRecipient, error) {
	of, err := RecipientsOf(ctx, r, []domain.NoticeID{id})
	return of[id], err
}

// RecipientsOf lists who each of some notices was for. The caller has loaded the notices within scope.
func RecipientsOf(ctx context.Context, r db.Reader, ids []domain.NoticeID) (
	map[domain.NoticeID][]notices.NoticeRecipient, error) {
	type row struct {
		Notice domain.NoticeID
		notices.NoticeRecipient
	}
	rows, err := db.List[row](ctx, r.DB, "notices' recipients", `
		SELECT r.notice_id AS notice, r.name, r.address, r.capacity, r.result, r.seen_at, COALESCE(g.way, '') AS told_way,
		       g.told_on, COALESCE(m.mail, '') AS mail, COALESCE(m.mail_said, '') AS mail_said, m.mail_at,
		       COALESCE(m.mail_doubtful, false) AS mail_doubtful, m.mail_delivered_at, m.mail_back_at
		FROM notice_recipients r
		LEFT JOIN informings g ON g.recipient_id = r.id
		LEFT JOIN recipient_mails m ON m.recipient_id = r.id
		WHERE r.notice_id = ANY(@ids)
		ORDER BY r.notice_id, r.capacity, r.name COLLATE by_name, r.id`, db.Named{"ids": db.Numbers(ids)})
	of := map[domain.NoticeID][]notices.NoticeRecipient{}
	for _, one := range rows {
		of[one.Notice] = append(of[one.Notice], one.NoticeRecipient)
	}
	return of, err
}

// NoticesTo lists the newest notices for one person, at most so many; unseen ones only where asked.
func NoticesTo(ctx context.Context, r db.Reader, person domain.PersonID, unseenOnly bool,
	most int) ([]notices.NoticeLine, error) {
	w := db.Where{Args: db.Named{"person": int64(person), "unseen": unseenOnly, "most": most}}
	return said(db.List[saidLine](ctx, r.DB, "notices to", restrictionstore.BesideSQL(r, &w, `
		SELECT n.id, n.event, n.subject, n.body, n.link, n.at, COALESCE(n.area_id, 0) AS area_id,
		       COALESCE(a.name, '') AS area_name, 0 AS shown, 0 AS read, 0 AS recorded, 0 AS no_address,
		       0 AS withheld, 0 AS by_letter, 0 AS told, 0 AS mailed, 0 AS mail_waits, 0 AS mail_failed,
		       r.seen_at IS NULL AS unseen, r.id AS recipient, `+AboutHiddenSQL(r, &w, "n")+` AS about
		FROM notice_recipients r
		JOIN notices n ON n.id = r.notice_id
		LEFT JOIN areas a ON a.id = n.area_id
		WHERE r.person_id = @person AND (r.seen_at IS NULL OR NOT @unseen)
		ORDER BY r.id DESC
		LIMIT @most`, "recipient DESC"), w.Args))
}

// MarkedAtOnce is how many notices are marked as read in one transaction.
const MarkedAtOnce = 5000

// MarkNoticesSeen marks notices to the person as read, MarkedAtOnce of them at most, and returns how many.
func MarkNoticesSeen(ctx context.Context, w db.Writer, person domain.PersonID, at time.Time) (int, error) {
	return db.Value[int](ctx, w.DB, "mark notices seen", `
		WITH seen AS (
		    UPDATE notice_recipients SET seen_at = @at
		    WHERE id IN (SELECT id FROM notice_recipients WHERE person_id = @person AND seen_at IS NULL LIMIT @most)
		      AND seen_at IS NULL
		    RETURNING id)
		SELECT count(*)::int FROM seen`,
		db.Named{"person": int64(person), "at": at, "most": MarkedAtOnce})
}

// ToldTo is the newest notice to a person that led to a path of ours, with its subject as what it said; the zero Told
// where there is none.
func ToldTo(ctx context.Context, r db.Reader, person domain.PersonID, link string) (Told, error) {
	w := db.Where{Args: db.Named{"person": int64(person), "link": link}}
	list, err := said(db.List[saidLine](ctx, r.DB, "told to", restrictionstore.BesideSQL(r, &w, `
		SELECT n.id, n.event, n.subject, n.body, n.link, n.at, COALESCE(n.area_id, 0) AS area_id, '' AS area_name,
		       0 AS shown, 0 AS read, 0 AS recorded, 0 AS no_address, 0 AS withheld, 0 AS by_letter, 0 AS told,
		       0 AS mailed, 0 AS mail_waits, 0 AS mail_failed,
		       r.seen_at IS NULL AS unseen, r.id AS recipient, `+AboutHiddenSQL(r, &w, "n")+` AS about
		FROM notice_recipients r
		JOIN notices n ON n.id = r.notice_id
		WHERE r.person_id = @person AND n.link = @link
		ORDER BY r.id DESC
		LIMIT 1`, "recipient"), w.Args))
	if err != nil || len(list) == 0 {
		return Told{}, err
	}
	return Told{Body: list[0].Subject, At: list[0].At}, nil
}

// Told is what a notice said, and when.
type Told struct {
	Body string
	At   time.Time
}

// LastTold is the newest notice of an event about a thing of an area, which its link names; the zero Told where there
// is none.
func LastTold(ctx context.Context, r db.Reader, area domain.AreaID, event, link string) (Told, error) {
	told, err := db.One[Told](ctx, r.DB, "last told", `
		SELECT body, at FROM notices WHERE area_id = @area AND event = @event AND link = @link ORDER BY id DESC LIMIT 1`,
		db.Named{"area": int64(area), "event": event, "link": link})
	if errors.Is(err, domain.ErrNotFound) {
		return Told{}, nil
	}
	return told, err
}

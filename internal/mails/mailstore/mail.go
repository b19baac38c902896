// Package mailstore keeps e-mails, and what became of them, in Postgres.
package mailstore

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/mails"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/queues"
	"fourgates/internal/register"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
)

// Notice is a notice of which e-mails are made.
type Notice struct {
	Subject string
	Body    string
	Link    string
	Area    domain.AreaID
}

// NoticeForUpdate loads a notice and locks it, so that its e-mails are made once.
func NoticeForUpdate(ctx context.Context, w db.Writer, id domain.NoticeID) (Notice, error) {
	return db.One[Notice](ctx, w.DB, "notice to mail", `
		SELECT subject, body, link, COALESCE(area_id, 0) AS area FROM notices WHERE id = @id FOR UPDATE`,
		db.Named{"id": int64(id)})
}

// standing is what decides today whether a recipient (as r) may be sent an e-mail.
const standing = `
	p.disabled_at IS NOT NULL AS ended,
	COALESCE(c.do_not_contact, false) OR EXISTS (
	    SELECT FROM contacts b WHERE b.do_not_contact
	    AND lower(trim(b.email)) = lower(trim(COALESCE(p.email, r.address)))) AS barred,
	COALESCE(c.channel, '') AS channel, COALESCE(c.lawful_basis, '') AS basis`

// Unmailed lists the recipients of a notice for whom there may be an e-mail and is none yet: those who see it here and
// have an address, and those who were recorded with theirs.
func Unmailed(ctx context.Context, w db.Writer, id domain.NoticeID) ([]mails.Recipient, error) {
	return db.List[mails.Recipient](ctx, w.DB, "recipients to mail", `
		SELECT r.id, COALESCE(r.person_id, 0) AS person, COALESCE(r.contact_id, 0) AS contact, r.name,
		       COALESCE(p.email, r.address) AS address, r.capacity,`+standing+`
		FROM notice_recipients r
		LEFT JOIN people p ON p.id = r.person_id
		LEFT JOIN contacts c ON c.id = r.contact_id
		WHERE r.notice_id = @id AND r.result IN ('shown in app', 'recorded') AND COALESCE(p.email, r.address) <> ''
		  AND NOT EXISTS (SELECT FROM mails m WHERE m.recipient_id = r.id)
		ORDER BY r.id`, db.Named{"id": int64(id)})
}

// New is an e-mail to be kept, with what becomes of it at once.
type New struct {
	mails.Letter
	Recipient int64               // of the notice's recipient; zero where it is of a link
	Link      domain.InvitationID // zero where it is of a notice
	Frozen    register.Frozen
	State     mails.State
	Said      string
}

// AddMails keeps e-mails, and puts those that wait into the queue.
func AddMails(ctx context.Context, w db.Writer, list []New, at time.Time) error {
	for _, n := range list {
		digest := n.Frozen.Digest()
		if err := w.Later(ctx, "add mail", `
			WITH m AS (
			    INSERT INTO mails (recipient_id, invitation_id, to_name, to_address, message_id, digest, content, words,
			                       made_at, state, said, settled_at)
			    VALUES (NULLIF(@recipient, 0::bigint), NULLIF(@link, 0::bigint), @name, @address, @message, @digest,
			            @content, @words, @at, @state, @said,
			            CASE WHEN @state <> 'waiting' THEN @at::timestamptz END)
			    RETURNING id)
			INSERT INTO river_job (kind, queue, args, max_attempts)
			SELECT @kind::text, @queue::text, jsonb_build_object('id', m.id), @tries::smallint
			FROM m
			WHERE @state = 'waiting'`,
			db.Named{"recipient": n.Recipient, "link": int64(n.Link), "name": n.Name, "address": n.To,
				"message": n.MessageID,
				"digest":  digest[:], "content": n.Frozen.Text, "words": n.Frozen.Words, "at": at,
				"state": string(n.State), "said": n.Said, "kind": string(queues.SendMail),
				"queue": string(queues.Mail), "tries": queues.MostTries}); err != nil {
			return err
		}
	}
	return nil
}

const mailColumns = `
	m.id, COALESCE(m.recipient_id, 0) AS recipient, m.to_name, m.to_address, m.message_id, m.state, m.said, m.tries,
	m.made_at AS made, m.tried_at AS tried, m.settled_at AS settled, m.doubtful,
	m.outside_id, m.ask_at, m.delivered_at AS delivered, m.back_at AS back, COALESCE(m.back_by, 0) AS back_by`

// Outgoing is an e-mail about to be sent: its frozen words, and how its recipient stands now.
type Outgoing struct {
	mails.Mail
	mails.Standing
	Words   string
	Person  domain.PersonID
	Contact domain.ContactID
	Link    domain.InvitationID // zero where it is of a notice
	Spent   bool                // the link was used, has run out, or another was made
	ByThem  bool                // they asked for the link themselves
	Moved   bool                // the person has another address by now
}

// MailForUpdate loads an e-mail to be sent and locks it. It returns domain.ErrNotFound where there is none.
func MailForUpdate(ctx context.Context, w db.Writer, id domain.MailID, now time.Time) (Outgoing, error) {
	return db.One[Outgoing](ctx, w.DB, "mail", `
		SELECT`+mailColumns+`, '' AS subject, m.words, COALESCE(r.person_id, i.person_id, 0) AS person,
		       COALESCE(r.contact_id, 0) AS contact, COALESCE(i.id, 0) AS link, i.invited_by IS NULL AS by_them,
		       COALESCE(i.used_at IS NOT NULL OR i.expires_at <= @now, false) AS spent,
		       p.id IS NOT NULL AND COALESCE(p.email, '') <> m.to_address AS moved,`+standing+`
		FROM mails m
		LEFT JOIN notice_recipients r ON r.id = m.recipient_id
		LEFT JOIN invitations i ON i.id = m.invitation_id
		LEFT JOIN people p ON p.id = COALESCE(r.person_id, i.person_id)
		LEFT JOIN contacts c ON c.id = r.contact_id
		WHERE m.id = @id
		FOR UPDATE OF m`, db.Named{"id": int64(id), "now": now})
}

// Invited loads whom a link is for, and locks it; domain.ErrNotFound where it was used, has run out, or has an e-mail
// already.
func Invited(ctx context.Context, w db.Writer, id domain.InvitationID, now time.Time) (mails.Invited, error) {
	return db.One[mails.Invited](ctx, w.DB, "link to mail", `
		SELECT p.id AS person, p.name, p.email AS address, COALESCE(m.name, '') AS maker,
		       p.password_hash IS NOT NULL AS account, 0::bigint AS lasts
		FROM invitations i
		JOIN people p ON p.id = i.person_id AND p.disabled_at IS NULL AND p.email IS NOT NULL
		LEFT JOIN people m ON m.id = i.invited_by
		WHERE i.id = @id AND i.used_at IS NULL AND i.expires_at > @now
		  AND NOT EXISTS (SELECT FROM mails x WHERE x.invitation_id = i.id)
		FOR UPDATE OF i`, db.Named{"id": int64(id), "now": now})
}

// SetToken gives a link the token that is sent now; none from before opens it any more. It returns domain.ErrConflict
// where the link was used or closed meanwhile.
func SetToken(ctx context.Context, w db.Writer, id domain.InvitationID, hash []byte, now, until time.Time) error {
	return w.Change(ctx, "set token", `
		UPDATE invitations SET token_hash = @hash, expires_at = @until WHERE id = @id AND used_at IS NULL AND expires_at > @now`,
		db.Named{"id": int64(id), "hash": hash, "until": until, "now": now})
}

// Unsaid reports whether what an e-mail says is withheld from the reader today: it is about an issue that is restricted
// and that they may not see, or says words of one.
func Unsaid(ctx context.Context, r db.Reader, id domain.MailID) (bool, error) {
	var w db.Where
	w.And("m.id = @id", "id", int64(id))
	list, err := mailRows(ctx, r, &w, "")
	return len(list) > 0 && list[0].Unsaid, err
}

// SetMail writes what became of an e-mail.
func SetMail(ctx context.Context, w db.Writer, m mails.Mail) error {
	return w.Change(ctx, "set mail", `
		UPDATE mails SET state = @state, said = @said, tries = @tries, tried_at = @tried, settled_at = @settled,
		                 doubtful = @doubtful, outside_id = @outside, ask_at = @ask, delivered_at = @delivered,
		                 back_at = @back, back_by = NULLIF(@by, 0::bigint)
		WHERE id = @id`, db.Named{"id": int64(m.ID), "state": string(m.State), "said": m.Said, "tries": m.Tries,
		"tried": orNull(m.Tried), "settled": orNull(m.Settled), "doubtful": m.Doubtful,
		"outside": m.OutsideID, "ask": orNull(m.AskAt), "delivered": orNull(m.Delivered), "back": orNull(m.Back),
		"by": int64(m.BackBy)})
}

// ToAsk lists e-mails of which a service is to be asked by now what became of them, at most so many.
func ToAsk(ctx context.Context, r db.Reader, now time.Time, most int) ([]mails.Mail, error) {
	return db.List[mails.Mail](ctx, r.DB, "mails to ask", `
		SELECT`+mailColumns+`, '' AS subject
		FROM mails m
		WHERE m.ask_at <= @now
		ORDER BY m.ask_at, m.id
		LIMIT @most`, db.Named{"now": now, "most": most})
}

func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

// Slot takes the next moment at which an e-mail may go out, of all processes together, and says how long that is away.
// Where it is further away than most, none is taken.
func Slot(ctx context.Context, w db.Writer, gap, most time.Duration) (wait time.Duration, taken bool, err error) {
	type row struct {
		Millis int64
		Taken  bool
	}
	got, err := db.One[row](ctx, w.DB, "pace of mail", `
		WITH was AS (SELECT GREATEST(next_at, clock_timestamp()) AS at FROM mail_pace FOR UPDATE),
		now_taken AS (
		    UPDATE mail_pace SET next_at = was.at + @gap::bigint * interval '1 ms'
		    FROM was
		    WHERE was.at <= clock_timestamp() + @most::bigint * interval '1 ms'
		    RETURNING true)
		SELECT GREATEST(0, extract(epoch FROM was.at - clock_timestamp()) * 1000)::bigint AS millis,
		       EXISTS (SELECT FROM now_taken) AS taken
		FROM was`, db.Named{"gap": gap.Milliseconds(), "most": most.Milliseconds()})
	return time.Duration(got.Millis) * time.Millisecond, got.Taken, err
}

// Team lists the addresses that an answer to a notice about an area goes to: of its officers of the day, or else of the
// planning officers.
func Team(ctx context.Context, r db.Reader, area domain.AreaID, today domain.Date) ([]string, error) {
	return db.Values[string](ctx, r.DB, "area's team", `
		WITH team AS (
		    SELECT DISTINCT p.email FROM assignments s
		    JOIN people p ON p.id = s.person_id AND p.disabled_at IS NULL
		    WHERE s.area_id = @area AND s.role IN ('clo', 'lac') AND s.from_on <= @day
		      AND (s.to_on IS NULL OR s.to_on >= @day) AND p.email <> ''),
		planning AS (
		    SELECT DISTINCT p.email FROM acting_grants g
		    JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		    WHERE g.role = 'cpo' AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day) AND g.ended_at IS NULL
		      AND p.email <> '')
		SELECT email FROM team
		UNION
		SELECT email FROM planning WHERE NOT EXISTS (SELECT FROM team)
		ORDER BY 1`, db.Named{"area": int64(area), "day": today.Time()})
}

// Counts is how many e-mails there are in each state; those that are being sent count as waiting.
func Counts(ctx context.Context, r db.Reader) ([]mails.Count, error) {
	return db.List[mails.Count](ctx, r.DB, "mails by state", `
		SELECT CASE state WHEN 'sending' THEN 'waiting' ELSE state END AS state, count(*)::int AS n
		FROM mails
		GROUP BY 1
		ORDER BY 1`, nil)
}

// Mails lists e-mails as the reader may see them, the newest first: those before one where that is not zero, and those
// of a state where one is given, and those to a name or address that has some words in it.
func Mails(ctx context.Context, r db.Reader, state mails.State, to string, before domain.MailID,
	most int) ([]mails.Mail, error) {
	var w db.Where
	switch state {
	case "":
	case mails.Waiting:
		w.And("m.state IN ('waiting', 'sending')")
	default:
		w.And("m.state = @state", "state", string(state))
	}
	if to != "" {
		w.And("position(lower(@to) IN lower(m.to_name || ' ' || m.to_address)) > 0", "to", to)
	}
	if before != 0 {
		w.And("m.id < @before", "before", int64(before))
	}
	w.Set("most", most)
	rows, err := mailRows(ctx, r, &w, "ORDER BY m.id DESC LIMIT @most")
	list := make([]mails.Mail, len(rows))
	for i, row := range rows {
		list[i] = row.Mail
	}
	return list, err
}

// Mail loads an e-mail as the reader may see it, and the words that were frozen, none where they are withheld;
// domain.ErrNotFound where there is none.
func Mail(ctx context.Context, r db.Reader, id domain.MailID) (mails.Mail, string, error) {
	var w db.Where
	w.And("m.id = @id", "id", int64(id))
	list, err := mailRows(ctx, r, &w, "")
	if err != nil || len(list) == 0 {
		return mails.Mail{}, "", cmp.Or(err, domain.ErrNotFound)
	}
	return list[0].Mail, list[0].Words, nil
}

// mailRow is an e-mail with what it is about.
type mailRow struct {
	mails.Mail
	Words  string
	AreaID domain.AreaID
	Body   string
	About  bool // it is about a restricted issue that the reader may not see
	Unsaid bool // what it says is withheld
}

// mailRows are e-mails as the reader may see them.
func mailRows(ctx context.Context, r db.Reader, w *db.Where, rest string) ([]mailRow, error) {
	about := noticestore.AboutHiddenSQL(r, w, "n")
	list, err := db.List[mailRow](ctx, r.DB, "mails", `
		SELECT`+mailColumns+`, m.words, COALESCE(n.subject, 'Link to set a password') AS subject,
		       COALESCE(n.body, '') AS body, COALESCE(n.area_id, 0) AS area_id, `+about+` AS about, false AS unsaid
		FROM mails m
		LEFT JOIN notice_recipients r ON r.id = m.recipient_id
		LEFT JOIN notices n ON n.id = r.notice_id
		`+w.String()+"\n"+rest, w.Args)
	if err != nil {
		return nil, err
	}
	var areas []domain.AreaID
	for _, row := range list {
		if row.AreaID != 0 && !slices.Contains(areas, row.AreaID) {
			areas = append(areas, row.AreaID)
		}
	}
	unsaid, err := restrictionstore.Unsaid(ctx, r, areas...)
	for i, row := range list {
		if row.About || unsaid.In(row.AreaID, row.Subject, row.Body) {
			list[i].Unsaid, list[i].Subject, list[i].Words = true, restrictions.Told, ""
		}
	}
	return list, err
}

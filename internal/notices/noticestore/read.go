package noticestore

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
)

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

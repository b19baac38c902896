// Package noticeweb serves the notices of an area and of a reader.
package noticeweb

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticeapp"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/serve"
)

func NoticeRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/areas/{area}/notices", policy.ViewGates, serve.On(placeweb.AreaIn(policy.ViewGates), areaNotices)),
		serve.Get("/areas/{area}/notices/recipients.csv", policy.ViewGates,
			serve.On(placeweb.AreaIn(policy.ViewGates), informedCSV)),
		serve.Get("/notices/{notice}", policy.ViewGates, serve.On(noticeOf, showNotice)),
		serve.Get("/notices/{notice}/recipients.csv", policy.ViewGates, serve.On(noticeOf, recipientsCSV)),
		serve.Get("/notices/{notice}/proof.jsonl", policy.ViewGates, serve.On(noticeOf, downloadProof)),
		serve.Get("/notices", policy.OwnAccount, myNotices),
		serve.Post("/notices/seen", policy.OwnAccount, noticesSeen),
	}
}

// areaNotices lists the notices about an area, or about one thing of it, and whom they reached: the proof of informing
// (N3).
func areaNotices(c *serve.Call, area places.Area) error {
	f := form.New(c.Form)
	about := aboutOf(f)
	before, err := strconv.ParseInt(f.Text("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	list, err := noticestore.AreaNotices(c.Context(), c.Read, area.ID, about, domain.NoticeID(before))
	if err != nil {
		return err
	}
	p := AreaNoticesProps{Shell: c.Shell("Notices, and whom they reached"), Area: area, Notices: list, About: about,
		Later: before != 0}
	if len(list) == notices.MostOfArea {
		p.Next = list[len(list)-1].ID
	}
	return c.Show(AreaNotices(p))
}

// thing is the path of a page about one thing.
var thing = regexp.MustCompile(`^/[a-z-]{1,40}/[0-9]{1,18}$`)

// aboutOf is which thing it is asked for; "" for all.
func aboutOf(f form.Form) string {
	if about := f.Text("about"); thing.MatchString(about) {
		return about
	}
	return ""
}

// informedCSV is whom all notices about an area were for, or about one thing of it, and what became of telling them.
func informedCSV(c *serve.Call, area places.Area) error {
	about, before := aboutOf(form.New(c.Form)), domain.NoticeID(0)
	list, err := noticestore.AreaNotices(c.Context(), c.Read, area.ID, about, before)
	if err != nil {
		return err
	}
	addresses := policy.CanIn(c.Actor, policy.EditNetwork, area.ID)
	out := c.CSV("notices", recipientsHead(addresses)...)
	for len(list) > 0 {
		ids := make([]domain.NoticeID, len(list))
		for i, n := range list {
			ids[i] = n.ID
		}
		of, err := noticestore.RecipientsOf(c.Context(), c.Read, ids)
		if err != nil {
			c.Broke(err)
		}
		for _, n := range list {
			for _, r := range of[n.ID] {
				_ = out.Write(recipientRow(n, r, addresses))
			}
		}
		if len(list) < notices.MostOfArea {
			break
		}
		if list, err = noticestore.AreaNotices(c.Context(), c.Read, area.ID, about, ids[len(ids)-1]); err != nil {
			c.Broke(err)
		}
	}
	out.Flush()
	return nil
}

// noticeOf loads the notice of the address within what the actor may see: else domain.ErrNotFound.
func noticeOf(c *serve.Call) (notices.NoticeLine, error) {
	id, err := serve.PathID[domain.NoticeID](c, "notice")
	if err != nil {
		return notices.NoticeLine{}, err
	}
	return noticestore.Notice(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates), id)
}

// showNotice shows what was told and to whom.
func showNotice(c *serve.Call, n notices.NoticeLine) error {
	to, err := noticestore.NoticeRecipients(c.Context(), c.Read, n.ID)
	if err != nil {
		return err
	}
	proof, err := proofOf(c, n)
	if err != nil {
		return err
	}
	return c.Show(Notice(NoticeProps{
		Shell: c.Shell(n.Subject), Notice: n, To: to, Addresses: mayReadAddresses(c.Actor, n), Proof: proof,
	}))
}

// recipientsCSV is whom a notice was for and what became of telling them, for spreadsheets. Addresses are in it for
// those who see them on the page.
func recipientsCSV(c *serve.Call, n notices.NoticeLine) error {
	to, err := noticestore.NoticeRecipients(c.Context(), c.Read, n.ID)
	if err != nil {
		return err
	}
	addresses := policy.CanIn(c.Actor, policy.EditNetwork, n.AreaID)
	out := c.CSV("recipients", recipientsHead(addresses)...)
	for _, r := range to {
		_ = out.Write(recipientRow(n, r, addresses))
	}
	out.Flush()
	return nil
}

func recipientsHead(addresses bool) []string {
	head := []string{"Notice", "Made", "Name", "As", "Result", "E-mail", "E-mail sent"}
	if addresses {
		head = append(head, "Address")
	}
	return head
}

func recipientRow(n notices.NoticeLine, r notices.NoticeRecipient, addresses bool) []string {
	sent := ""
	if r.Mail == "sent" || r.Mail == "bounced" {
		sent = domain.DateOf(r.MailAt).String()
	}
	row := []string{serve.CSVText(n.Subject), domain.DateOf(n.At).String(), serve.CSVText(r.Name),
		serve.CSVText(r.Capacity), serve.CSVText(r.Words()), serve.CSVText(r.Mailed.Words()), sent}
	if addresses {
		row = append(row, serve.CSVText(r.Address))
	}
	return row
}

func mayReadAddresses(a policy.Actor, n notices.NoticeLine) bool {
	return policy.CanIn(a, policy.EditNetwork, n.AreaID)
}

// proofOf is what was frozen of a notice as the reader may see it: addresses are for who looks after contacts.
func proofOf(c *serve.Call, n notices.NoticeLine) (register.Frozen, error) {
	f, err := noticestore.Proof(c.Context(), c.Read, n)
	if err != nil || mayReadAddresses(c.Actor, n) || !f.InLines() {
		return f, err
	}
	return f.Withheld("withheld: an address", func(l register.Line) bool {
		return strings.HasSuffix(l.Key, ".address")
	}), nil
}

// downloadProof gives the file by which anybody can check what was told, and whom.
func downloadProof(c *serve.Call, n notices.NoticeLine) error {
	f, err := proofOf(c, n)
	if err == nil && !f.InLines() {
		err = domain.ErrNotFound
	}
	if err != nil {
		return err
	}
	return c.Download("application/jsonl", "notice-"+serve.IDText(n.ID)+".jsonl", f.File())
}

// noticesListed is how many notices a reader sees of their own.
const noticesListed = 100

// myNotices lists the reader's own notices, newest first.
func myNotices(c *serve.Call) error {
	notices, err := noticestore.NoticesTo(c.Context(), c.Read, c.Actor.ID, false, noticesListed)
	if err != nil {
		return err
	}
	for i, n := range notices {
		if !opens(c.Actor, n.Link) {
			notices[i].Link = ""
		}
	}
	return c.Show(MyNotices(MyNoticesProps{Shell: c.Shell("Your notices"), Notices: notices}))
}

// opens reports whether a notice leads somewhere for the reader: what they were told stays theirs after their last role
// has ended, and the page that it was about does not.
func opens(a policy.Actor, link string) bool {
	kind, _, _ := strings.Cut(strings.TrimPrefix(link, "/"), "/")
	needs, known := map[string]policy.Action{"attempts": policy.ViewGates, "conditions": policy.ViewGates,
		"decisions": policy.ViewDecisions, "issues": policy.ViewIssues, "solutions": policy.ViewSolutions,
		"areas": policy.ViewAreas, "holds": policy.ConfirmHolds}[kind]
	return link != "" && (!known || policy.Can(a, needs))
}

// noticesSeen marks the reader's notices as seen.
func noticesSeen(c *serve.Call) error {
	if err := noticeapp.MarkNoticesSeen(c.Context(), c.App, c.Actor); err != nil {
		return err
	}
	return c.Done("", "/notices")
}

// Told says what the newest notice told somebody that led to a path of ours; "" where none did.
func Told(ctx context.Context, r db.Reader, person domain.PersonID, path string) (string, error) {
	told, err := noticestore.ToldTo(ctx, r, person, path)
	if err != nil || told.At.IsZero() {
		return "", err
	}
	return "You were told on " + domain.DateOf(told.At).Words() + ": “" + told.Body + "”.", nil
}

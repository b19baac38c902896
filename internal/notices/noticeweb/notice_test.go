package noticeweb_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// A notice keeps its words; who may not see the issue that they are about must not read them there (guarantee 1).
func TestNoticesOfARestrictedIssueAreForItsOfficers(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.Member, "A house that worries us")
	clo := m.As(m.CLO)
	clo.Post(address+"/triage", "version", "1", "theme", "", "tier", "").Want(t, 303)
	told := "/notices/" + m.Text(`SELECT max(id)::text FROM notices`)
	list := "/areas/" + servertest.ID(m.Quay) + "/notices"
	exec := m.As(m.Executive)
	if !exec.Get(told).Want(t, 200).Says("A house that worries us") {
		t.Fatal("the notice does not say what it is about")
	}
	restricting := m.Typed("A house that worries us", "version", "2", "visibility", "restricted")
	if p := clo.Post(address+"/edit", restricting...).Want(t, 422); p.Problem("stands") == "" ||
		!p.Says("1 notice to") {
		t.Errorf("it does not ask, or say where the words stand: %s", p.Words())
	}
	clo.Post(address+"/edit", append(restricting, "stands", "yes")...).Want(t, 303)
	for name, who := range map[string]*servertest.Client{"executive": exec, "another officer": m.As(m.Other),
		"service": m.As(m.Service), "member": m.As(m.Person("Ffion", policy.Member))} {
		if p := who.Get(told); p.Status != 404 {
			t.Errorf("%s: %s answers %d", name, told, p.Status)
		}
		if p := who.Get(list); p.Says("A house that worries us") {
			t.Errorf("%s reads a restricted issue's title among the area's notices", name)
		}
	}
	clo.Get(told).Want(t, 200)
	m.As(m.Member).Get("/notices").Want(t, 200)
	// What is said once it is restricted is about no area: for nobody but those told.
	clo.Post(address+"/moves", "move", "not-taken-forward", "reason", "Passed on").Want(t, 303)
	exec.Get("/notices/"+m.Text(`SELECT max(id)::text FROM notices WHERE area_id IS NULL`)).Want(t, 404)
}

// A notice whose reader has moved leads to a page that says so; whoever was told nothing finds nothing there.
func TestANoticeOfWhatIsTheReadersNoMoreSaysSo(t *testing.T) {
	m := servertest.NewMatter(t)
	issue := m.Raise(m.CLO, "Loose slabs")
	m.As(m.CLO).Post(issue+"/moves", "move", "stand-alone").Want(t, 303)
	solution := m.As(m.CLO).Post("/areas/"+servertest.ID(m.Quay)+"/solutions", "issue", servertest.Number(issue),
		"title", "Reset the slabs", "description", "All", "delivered_by", "council", "service",
		servertest.ID(m.Highways)).
		Want(t, 303).Location()
	m.As(m.CLO).Post(issue+"/referrals", "to", "s"+servertest.ID(m.Highways), "ask", "Can you?", "reply_by",
		"2026-03-20").Want(t, 303)
	ask := "/asks/" + m.Text(`SELECT max(id)::text FROM asks`)
	moved, stranger := m.Person("Ffion", policy.Member), m.Person("Kwabena", policy.Member)
	gone := m.Person("Rosalba")
	for _, link := range []string{issue, solution, ask, "/areas/" + servertest.ID(m.Quay),
		"/areas/" + servertest.ID(m.Quay) + "/priorities/difference", "/attempts/77", "/conditions/77",
		"/decisions/77", "/reviews/77"} {
		for who, name := range map[domain.PersonID]string{moved: "Ffion", gone: "Rosalba"} {
			if p := m.As(who).Get(link); p.Status != 404 && p.Status != 403 {
				t.Fatalf("%s opens %s: %d", name, link, p.Status)
			}
			m.Exec(`WITH n AS (INSERT INTO notices (event, subject, body, link, at)
				VALUES ('gate submitted', 'Your decision is asked', 'Once.', $1, $2) RETURNING id)
				INSERT INTO notice_recipients (notice_id, person_id, name, address, capacity, result)
				SELECT id, $3, $4, '', 'Member', 'shown in app' FROM n`, link, m.Now(), int64(who), name)
			p := m.As(who).Get(link).Want(t, 410)
			for _, words := range []string{"not yours to see any more", "Your decision is asked",
				domain.DateOf(m.Now()).Words(), "Your notices"} {
				if !p.Says(words) {
					t.Errorf("%s at %s does not read %q: %s", name, link, words, p.Words())
				}
			}
		}
		if p := m.As(stranger).Get(link); p.Status != 404 && p.Status != 403 || p.Says("Your decision is asked") {
			t.Errorf("a stranger at %s: %d %s", link, p.Status, p.Words())
		}
		m.As(moved).Get(link+"?print=1").Want(t, 410)
	}
	m.As(moved).Post(ask+"/acknowledgement").Want(t, 403) // a step says what it always said
}

// The proof of informing says what became of the e-mail to each, on the page and in the file.
func TestANoticeSaysWhatBecameOfEachEMail(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.Member, "A bench that is gone")
	m.As(m.CLO).Post(address+"/triage", "version", "1", "theme", "", "tier", "").Want(t, 303)
	m.Exec(`INSERT INTO mails (recipient_id, to_name, to_address, message_id, digest, content, words, made_at, state, said,
			settled_at)
		SELECT id, name, 'a@aldermoor.test', id || '@aldermoor.test', 'x', '', '', $1, 'refused', '550 no such box', $1
		FROM notice_recipients WHERE notice_id = (SELECT max(id) FROM notices) ORDER BY id LIMIT 1`, m.Now())
	told := "/notices/" + m.Text(`SELECT max(id)::text FROM notices`)
	page := m.As(m.CLO).Get(told).Want(t, 200)
	for _, want := range []string{"1 whose e-mail was refused", "E-mail refused: 550 no such box"} {
		if !page.Says(want) {
			t.Errorf("the page does not say %q: %s", want, page.Words())
		}
	}
	file := m.As(m.CLO).Get(told+"/recipients.csv").Want(t, 200)
	if text := string(file.Body); !strings.Contains(text, "E-mail refused: 550 no such box") {
		t.Errorf("the file has\n%s", text)
	}
}

// What a reader was told is one line each, linked by its own title: what is to be read first, then day by day.
func TestNoticesAreListedToBeReadFirstThenByDay(t *testing.T) {
	m := servertest.NewMatter(t)
	who := m.Person("Rhiannon", policy.Member)
	issue := m.Raise(m.CLO, "Loose slabs")
	for i, subject := range []string{"Read long ago", "Read later that day", "Read on the next day", "To be read"} {
		m.Exec(`WITH n AS (INSERT INTO notices (event, subject, body, link, at)
			VALUES ('issue accepted', $1, 'All that was said.', $2, $3) RETURNING id)
			INSERT INTO notice_recipients (notice_id, person_id, name, address, capacity, result, seen_at)
			SELECT id, $4, 'Rhiannon', '', 'Member', 'shown in app', $5 FROM n`, subject, issue,
			m.Now().AddDate(0, 0, []int{-9, -9, -8, -10}[i]).Add(time.Duration(i)*time.Minute), int64(who),
			[]any{m.Now(), m.Now(), m.Now(), nil}[i])
	}
	p := m.As(who).Get("/notices").Want(t, 200)
	at := 0
	for _, words := range []string{"1 notice to read", "To be read", domain.DateOf(m.Now()).AddDays(-8).Words(),
		"Read on the next day", domain.DateOf(m.Now()).AddDays(-9).Words(), "Read later that day", "Read long ago",
		"Mark all as read"} {
		next := strings.Index(p.Body[at:], ">"+words+"<")
		if next < 0 {
			t.Fatalf("%q is not there, or not after what comes before it: %s", words, p.Words())
		}
		at += next
	}
	if got := p.First("a", "href", issue); got == nil || !p.Says("To be read") {
		t.Errorf("no notice leads to %s", issue)
	}
	m.As(who).Post("/notices/seen").Want(t, 303)
	if p := m.As(who).Get("/notices").Want(t, 200); p.Says("to read") || p.Says("Mark all as read") {
		t.Errorf("marked as read, the page still says %s", p.Words())
	}
}

// Beside a gate, a decision or an issue stands what was told about it and whom that reached, page by page and as one
// file, and nothing about anything else.
func TestWhatWasToldAboutOneThingIsListedAndAFile(t *testing.T) {
	m := servertest.NewMatter(t)
	one, other := m.Raise(m.Member, "Loose slabs"), m.Raise(m.Member, "Dark steps")
	if err := m.App.Store.InTx(t.Context(), func(w db.Writer) error {
		to := []notices.Recipient{{Person: m.Member, Name: "Ffion Bevan", Capacity: "Member"},
			{Name: "Dilwyn Ash", Address: "dilwyn.ash@highways.test", Capacity: "service manager, =1+1"}}
		for n := range 2*notices.MostOfArea + 3 {
			noticestore.Tell(w, notices.Notice{Event: "issue changed", Area: m.Quay, Link: one,
				Subject: fmt.Sprintf("Change %03d of it", n)}, to, m.Now())
		}
		noticestore.Tell(w, notices.Notice{Event: "issue changed", Area: m.Quay, Link: other, Subject: "The other"}, to,
			m.Now())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	exec := m.As(m.Executive)
	list := "/areas/" + servertest.ID(m.Quay) + "/notices"
	about := list + "?about=" + url.QueryEscape(one)
	if p := exec.Get(list); !p.Says("The other") || !p.Says("Change 202") {
		t.Errorf("all of the area:\n%s", p.Words())
	}
	page, met := exec.Get(about), 0
	for range 9 {
		if page.Says("The other") {
			t.Error("it lists what is about something else")
		}
		met += strings.Count(page.Words(), "Change ")
		next := regexp.MustCompile(`href="([^"]+)">Earlier notices`).FindStringSubmatch(page.Body)
		if next == nil {
			break
		}
		page = exec.Get(html.UnescapeString(next[1]))
	}
	if met != 2*notices.MostOfArea+3 {
		t.Errorf("the pages list %d", met)
	}
	file := exec.Get(list+"/recipients.csv?about="+url.QueryEscape(one)).Want(t, 200).Body
	if n := strings.Count(file, "Change "); n != 2*(2*notices.MostOfArea+3) || strings.Contains(file, "The other") ||
		strings.Contains(file, "highways.test") || !strings.Contains(file, "Dilwyn Ash") {
		t.Errorf("the file has %d lines:\n%.600s", n, file)
	}
	if file := m.As(m.CLO).Get(list+"/recipients.csv").Want(t, 200).Body; !strings.Contains(file, "highways.test") ||
		!strings.Contains(file, "The other") {
		t.Errorf("the officer's file has no addresses:\n%.600s", file)
	}
	for _, odd := range []string{"?about=//evil.test/3", "?about=javascript:1", "?about=/issues/x", "?before=-1",
		"?before=9999999999999999999", "?about=/issues/999999"} {
		exec.Get(list+odd).Want(t, 200)
	}
}

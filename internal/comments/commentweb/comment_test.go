package commentweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/serve/servertest"
)

func TestAMemberCommentsOnTheIssuesPageAndIsAnswered(t *testing.T) {
	h, q, all := servertest.SignedQuarter(t)
	issue := servertest.Path("/issues/#", all[0])
	member, other, officer := h.As(q.Members[0]), h.As(q.Members[1]), h.As(q.Officer)
	has(t, member.Get(issue).Want(t, 200), "What Members say (0)", "Your comment as a Member")
	if page := officer.Get(issue).Want(t, 200); strings.Contains(page.Body, "What Members say") {
		t.Error("an officer is shown an empty list")
	}
	has(t, member.Post(issue+"/comments", "text", " ").Want(t, 422), "Enter your comment")
	officer.Post(issue+"/comments", "text", "Yes").Want(t, 403)
	member.Post(issue+"/comments", "text", "Two lamps <are> out").Want(t, 303)
	has(t, other.Get(issue).Want(t, 200), "What Members say (1)", "Aoife Ní Bhriain, Member for Castle ward 0",
		"Two lamps &lt;are&gt; out")
	comment := servertest.Path("/comments/#", h.Int(`SELECT max(id) FROM issue_comments`))
	other.Get(comment+"/wording").Want(t, 403)
	area := servertest.Path("/areas/#/comments", q.Area)
	has(t, officer.Get(area).Want(t, 200), "1 comment, 1 without an answer", comment+"/answer")
	has(t, officer.Get(comment+"/answer").Want(t, 200), "Two lamps &lt;are&gt; out")
	has(t, officer.Post(comment+"/answer", "version", "1", "answer", "").Want(t, 422), "Enter the answer")
	officer.Post(comment+"/answer", "version", "1", "answer", "They are reported").Want(t, 303)
	has(t, member.Get(issue).Want(t, 200), "They are reported", "Siân Prys-Llewelyn")
	has(t, member.Post(comment+"/wording", "version", "1", "text", "Three").Want(t, 409), "Somebody else changed this")
	member.Post(comment+"/wording", "version", "2", "text", "Three lamps").Want(t, 303)
	has(t, other.Get(issue).Want(t, 200), "Three lamps", "What was said before", "Two lamps &lt;are&gt; out")
	has(t, member.Post(comment+"/withdrawal", "why", "").Want(t, 422), "Say why you withdraw it", "Three lamps")
	version, _ := member.Get(comment+"/wording").Want(t, 200).Field("version")
	member.Post(comment+"/withdrawal", "why", "They shine", "version", version).Want(t, 303)
	has(t, other.Get(issue).Want(t, 200), "What Members say (0)", "They shine")
	member.Get(comment+"/wording").Want(t, 409)
	has(t, officer.Get(area).Want(t, 200), "Answered or withdrawn")
}

func TestAMemberCommentsFromGateTwoAndItIsFrozen(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	first := servertest.Submit(t, h, q, 1)
	for _, m := range q.Members {
		servertest.Decide(t, h, m, first, "decision", "approve").Want(t, 303)
	}
	h.ReadyForGate2(q)
	issue := h.Int(`SELECT min(id) FROM issues`)
	at := servertest.Path("/issues/#/comments", issue)
	h.As(q.Members[2]).Post(at, "text", "The bridge as well").Want(t, 303)
	attempt := servertest.Submit(t, h, q, 2)
	member := h.As(q.Members[0])
	page := member.Get(attempt).Want(t, 200)
	new := at + "/new?attempt=" + strings.TrimPrefix(attempt, "/attempts/")
	has(t, page, new, "The bridge as well", "Tomos ap Rhys, Member for Castle division 2", "Members made 1 comment")
	if strings.Contains(h.As(q.Officer).Get(attempt).Want(t, 200).Body, new) {
		t.Error("an officer is asked to comment")
	}
	has(t, member.Get(new).Want(t, 200), "Your comment as a Member")
	to := member.Post(at, "text", "And the steps", "attempt", strings.TrimPrefix(attempt, "/attempts/")).Want(t, 303)
	if to.Location() != attempt {
		t.Errorf("leads back to %s", to.Location())
	}
	if strings.Contains(member.Get(attempt).Want(t, 200).Body, "And the steps") {
		t.Error("what was said since stands in what was frozen")
	}
	has(t, h.As(q.Officer).Get(attempt).Want(t, 200), "And the steps") // as a difference from how it is now
}

func has(t *testing.T, page *servertest.Page, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page.Body, w) {
			t.Errorf("%s does not say %q", page.Asked, w)
		}
	}
}

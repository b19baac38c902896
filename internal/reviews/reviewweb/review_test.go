package reviewweb_test

import (
	"strconv"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestPriorityIsReviewedOnItsPages(t *testing.T) {
	h, q, all := servertest.SignedQuarter(t)
	priority := all[0]
	servertest.Prioritised(h, q.Area, q.Officer, priority)
	signs, answerer := h.Service("Signs and seats"), h.Person("Oisín Mac Giolla Phádraig")
	h.Grant(answerer, policy.Service, int64(signs))
	officer, service, member := h.As(q.Officer), h.As(answerer), h.As(q.Members[0])
	area := "/areas/" + servertest.ID(q.Area)

	ask := area + "/reviews"
	has(t, officer.Post(ask, "to", "", "ask", "And the bins?").Want(t, 422), "Choose a service or organisation",
		"Choose at least one priority", "Enter the day", "And the bins?")
	has(t, officer.Get(area+"/reviews/new?issue="+servertest.ID(priority)).Want(t, 200), "About which priorities?")
	reply := domain.DateOf(h.Now()).AddDays(14)
	y, m, d := reply.Time().Date()
	form := []string{"to", "s" + servertest.ID(signs), "issue", servertest.ID(priority), "ask", "And the bins?",
		"reply_by-day", strconv.Itoa(d), "reply_by-month", strconv.Itoa(int(m)), "reply_by-year",
		strconv.Itoa(y)}
	officer.Post(ask, form...).Want(t, 303)
	review := "/reviews/" + servertest.ID(domain.ReviewID(h.Int(`SELECT max(id) FROM reviews`)))

	has(t, service.Get("/").Want(t, 200), "Waiting for your answer", "what do your data show")
	if to := service.Get("/reviews").Want(t, 303).Location(); to != "/asks" {
		t.Errorf("the list that there was once leads to %s", to)
	}
	asked := "/asks/" + servertest.ID(domain.AskID(h.Int(`SELECT max(id) FROM asks`)))
	has(t, service.Get("/asks").Want(t, 200), asked)
	has(t, service.Get(asked).Want(t, 200), review, "Pass it on", "It is not ours")
	has(t, service.Get(review).Want(t, 200), asked+"/passing", asked+"/not-ours")
	has(t, officer.Get(area+"/gates/3").Want(t, 200), "no answer yet from")
	has(t, member.Get(review).Want(t, 200), "Waiting", "And the bins?")
	if page := member.Get(review).Body; strings.Contains(page, "Send the answer") {
		t.Error("a Member is offered the form of who was asked")
	}
	has(t, service.Post(review+"/answer", "does", "Sweeps", "shows", "", "binds", "").Want(t, 422), "Sweeps",
		"Say what your data show")
	member.Post(review+"/answer", "does", "Sweeps", "shows", "12", "binds", "None").Want(t, 403)
	service.Post(review+"/answer", "does", "Sweeps", "shows", "12 reports", "binds", "A contract").Want(t, 303)
	has(t, officer.Post(review+"/closing", "reason", "Nobody answers").Want(t, 409), "was answered by")
	for _, page := range []string{review, "/issues/" + servertest.ID(priority)} {
		has(t, member.Get(page).Want(t, 200), "12 reports", "A contract")
	}
	has(t, member.Get(area+"/reviews").Want(t, 200), "Answered")
	has(t, member.Get(area+"/gates/3").Want(t, 200), "1 answer on 1 priority")
}

func has(t *testing.T, page *servertest.Page, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page.Body, w) {
			t.Errorf("%s does not say %q", page.Asked, w)
		}
	}
}

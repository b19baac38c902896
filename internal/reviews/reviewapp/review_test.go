package reviewapp_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
	"fourgates/internal/reviews"
	"fourgates/internal/reviews/reviewapp"
	"fourgates/internal/reviews/reviewstore"
	"fourgates/internal/serve/servertest"
)

var whole = reviews.Answer{Does: "Sweeps on Mondays", Shows: "12 reports", Binds: "A contract to 2027"}

// street is a quarter past gate 2 with one priority, a service that answers here and an organisation that does not.
type street struct {
	*servertest.Harness
	servertest.Quarter
	Priority domain.IssueID
	Signs    domain.ServiceID
	Answerer domain.PersonID
	Friends  domain.OrganisationID
}

func newStreet(t *testing.T) street {
	t.Helper()
	h, q, all := servertest.SignedQuarter(t)
	s := street{Harness: h, Quarter: q, Priority: all[0]}
	s.Priority = h.Issue(q.Officer, issues.IssueDraft{Area: q.Area, Title: "Nowhere to sit",
		Source: domain.FromTheCommunity, Visibility: issues.VisiblePublic}, issues.IssueSynthesised)
	servertest.Prioritised(h, q.Area, q.Officer, s.Priority)
	s.Signs, s.Answerer = h.Service("Signs and seats"), h.Person("Oisín Mac Giolla Phádraig")
	h.Grant(s.Answerer, policy.Service, int64(s.Signs))
	s.Friends = h.Organisation("Friends of the Quay")
	return s
}

func (s street) ask(service domain.ServiceID, organisation domain.OrganisationID) (domain.ReviewID, error) {
	err := reviewapp.AskReviews(s.T.Context(), s.App, s.Actor(s.Officer), s.Quarter.Area, reviewapp.Ask{
		Service: service, Organisation: organisation, Issues: []domain.IssueID{s.Priority}, Words: "And the bins?",
		ReplyBy: domain.DateOf(s.Now()).AddDays(14)})
	return domain.ReviewID(s.Int(`SELECT COALESCE(max(id), 0) FROM reviews`)), err
}

func (s street) asked(service domain.ServiceID, organisation domain.OrganisationID) domain.ReviewID {
	s.T.Helper()
	id, err := s.ask(service, organisation)
	if err != nil {
		s.T.Fatal(err)
	}
	return id
}

func (s street) review(id domain.ReviewID) reviews.Review {
	s.T.Helper()
	r, err := reviewstore.Review(s.T.Context(), s.App.Store.Reader, policy.IssueScopeOf(s.Actor(s.Officer)), id,
		domain.DateOf(s.Now()))
	if err != nil {
		s.T.Fatal(err)
	}
	return r
}

func (s street) told(event string) int64 {
	return s.Int(`SELECT count(*) FROM notices n JOIN notice_recipients t ON t.notice_id = n.id WHERE n.event = $1`,
		event)
}

func TestAServiceIsAskedToReviewAPriorityAndAnswersHere(t *testing.T) {
	s := newStreet(t)
	id := s.asked(s.Signs, 0)
	if again := s.asked(s.Signs, 0); again != id || s.told("review asked") != 1 {
		t.Errorf("sent twice, it asked again: %d, %d told", again, s.told("review asked"))
	}
	if r := s.review(id); !r.Here || r.Status(domain.DateOf(s.Now())) != reviews.Waiting {
		t.Errorf("asked, it stands as %+v", r)
	}
	for range 2 { // the form sent twice
		if err := reviewapp.AnswerReview(t.Context(), s.App, s.Actor(s.Answerer), id, whole); err != nil {
			t.Fatal(err)
		}
	}
	if r := s.review(id); r.Answer != whole || r.AnsweredByName != "Oisín Mac Giolla Phádraig" {
		t.Errorf("answered, it stands as %+v", r)
	}
	if n := s.told("review answered"); n == 0 {
		t.Error("the area's officers hear nothing of the answer")
	}
	other := whole
	other.Does = "Nothing"
	err := reviewapp.AnswerReview(t.Context(), s.App, s.Actor(s.Answerer), id, other)
	if _, ok := errors.AsType[*domain.StateError](err); !ok {
		t.Errorf("answered again otherwise: %v", err)
	}
}

func TestAnOfficerEntersWhatCameByLetterAndClosesWhatNobodyAnswers(t *testing.T) {
	s := newStreet(t)
	id := s.asked(0, s.Friends)
	if s.review(id).Here {
		t.Error("nobody has an account there, and they can answer here")
	}
	said := whole
	said.Said = reviews.Said{SaidBy: "Ines Hale", SaidHow: "letter", SaidOn: domain.DateOf(s.Now())}
	if err := reviewapp.EnterAnswer(t.Context(), s.App, s.Actor(s.Officer), id, said); err != nil {
		t.Fatal(err)
	}
	if words := s.review(id).SaidWords(); !strings.HasPrefix(words, "by letter from Ines Hale on ") {
		t.Errorf("it came %q", words)
	}
	closed := s.asked(s.Signs, 0)
	if err := reviewapp.CloseReview(t.Context(), s.App, s.Actor(s.Officer), closed, ""); !strings.Contains(err.Error(),
		"Say why") {
		t.Errorf("closed without a reason: %v", err)
	}
	if err := reviewapp.CloseReview(t.Context(), s.App, s.Actor(s.Officer), closed, "The post is vacant"); err != nil {
		t.Fatal(err)
	}
	if r := s.review(closed); r.Status(domain.DateOf(s.Now())) != reviews.WithoutAnswer {
		t.Errorf("closed, it stands as %+v", r)
	}
}

func TestWhoMayNotAskOrAnswer(t *testing.T) {
	s := newStreet(t)
	id := s.asked(s.Signs, 0)
	ctx := t.Context()
	stranger := s.Person("Bao")
	s.Grant(stranger, policy.Service, int64(s.Service("Another")))
	if err := reviewapp.AnswerReview(ctx, s.App, s.Actor(stranger), id, whole); !errors.Is(err, domain.ErrForbidden) {
		t.Errorf("another service answers: %v", err)
	}
	if err := reviewapp.EnterAnswer(ctx, s.App, s.Actor(s.Members[0]), id, whole); !errors.Is(err,
		domain.ErrForbidden) {
		t.Errorf("a Member enters an answer: %v", err)
	}
	if err := reviewapp.AskReviews(ctx, s.App, s.Actor(s.Officer), s.Quarter.Area, reviewapp.Ask{Service: s.Signs,
		Issues: []domain.IssueID{s.Priority - 1}, ReplyBy: domain.DateOf(s.Now())}); err == nil {
		t.Error("a review was asked of what is no priority")
	}
	s.Exec(`UPDATE issues SET visibility = 'restricted' WHERE id = $1`, int64(s.Priority))
	if err := reviewapp.AnswerReview(ctx, s.App, s.Actor(stranger), id, whole); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("another service finds the review of a restricted issue: %v", err)
	}
	if err := reviewapp.AnswerReview(ctx, s.App, s.Actor(s.Answerer), id, whole); err != nil {
		t.Errorf("who was asked about a restricted issue cannot answer: %v", err)
	}
}

// A review is an ask: overdue, it climbs as every ask does, and the officer who asked is told with whoever is asked.
func TestAnOverdueReviewClimbs(t *testing.T) {
	s := newStreet(t)
	s.asked(s.Signs, 0)
	letter := s.asked(0, s.Friends)
	if way := s.Text(`SELECT way FROM asks WHERE review_id = $1`, int64(letter)); way != "letter" {
		t.Errorf("who cannot answer here is asked %s", way)
	}
	for _, c := range []struct {
		after, want int
	}{{14, 0}, {1, 2}, {0, 0}, {8, 2}, {30, 0}} {
		s.Move(time.Duration(c.after) * 24 * time.Hour)
		got, err := askapp.Climb(t.Context(), s.App)
		if err != nil || got != c.want {
			t.Errorf("after %d days more: %d told, %v; want %d", c.after, got, err, c.want)
		}
	}
	if n := s.Int(`SELECT count(*) FROM notices n JOIN notice_recipients t ON t.notice_id = n.id
		WHERE n.event = 'ask overdue' AND n.link = '/reviews/' || $1::bigint AND t.person_id = $2`, int64(letter),
		int64(s.Officer)); n != 1 {
		t.Errorf("the officer was told %d times of the Friends, want once with the manager", n)
	}
	if s.review(letter).ChasedAt.IsZero() {
		t.Error("chased, it does not say so")
	}
}

func TestAReviewIsPassedOnOrIsNotTheirs(t *testing.T) {
	s := newStreet(t)
	ctx := t.Context()
	id := s.asked(s.Signs, 0)
	bins, sweeper := s.Service("Bins and sweeping"), s.Person("Ifan Okafor")
	s.Grant(sweeper, policy.Service, int64(bins))
	ask := s.review(id).AskID
	if err := askapp.Pass(ctx, s.App, s.Actor(s.Answerer), ask, asks.Next{Service: bins}, "They sweep"); err != nil {
		t.Fatal(err)
	}
	if r := s.review(id); r.Service != bins || !r.Open() {
		t.Errorf("passed on, it stands as %+v", r)
	}
	if err := reviewapp.AnswerReview(ctx, s.App, s.Actor(s.Answerer), id, whole); !errors.Is(err, domain.ErrForbidden) {
		t.Errorf("who passed it on answers: %v", err)
	}
	again := s.asked(s.Signs, 0)
	err := askapp.Pass(ctx, s.App, s.Actor(s.Answerer), s.review(again).AskID, asks.Next{Service: bins}, "")
	if err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("passed on to who is asked already: %v", err)
	}
	if err := askapp.Withdraw(ctx, s.App, s.Actor(s.Officer), ask); err == nil {
		t.Error("withdrawn without the reason that Members read")
	}
	if err := askapp.Give(ctx, s.App, s.Actor(sweeper), ask, asks.Answer{NotOurs: true,
		Words: "The quay has its own"}); err != nil {
		t.Fatal(err)
	}
	if r := s.review(id); !r.NotOurs || !r.Closed() || !strings.Contains(r.ClosedReason, "The quay has its own") {
		t.Errorf("not theirs, it stands as %+v", r)
	}
	if err := reviewapp.AnswerReview(ctx, s.App, s.Actor(s.Answerer), again, whole); err != nil {
		t.Fatal(err)
	}
	if n := s.Int(`SELECT count(*) FROM asks WHERE answered_at IS NULL`); n != 0 {
		t.Errorf("%d asks wait still", n)
	}
}

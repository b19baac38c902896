package domain_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
)

func blockerIDs(list []domain.Blocker) []string {
	var ids []string
	for _, b := range list {
		ids = append(ids, b.ID)
	}
	return ids
}

func TestContactIsReachableInTheWayTheyWant(t *testing.T) {
	for _, c := range []struct {
		contact domain.Contact
		want    []string
	}{
		{domain.Contact{Channel: domain.ByPost}, nil},
		{domain.Contact{Channel: domain.ByEmail, Email: "aoife.ní-bhriain@údarás.example"}, nil},
		{domain.Contact{Channel: domain.ByEmail}, []string{"channel-email"}},
		{domain.Contact{Channel: domain.ByPhone}, []string{"channel-phone"}},
		{domain.Contact{Channel: domain.ByPhone, Phone: "01632 960123"}, nil},
		{domain.Contact{Channel: domain.ByPost, Email: "no at sign"}, []string{"email"}},
		{domain.Contact{Channel: domain.ByPost, Email: "two@at@signs.example"}, []string{"email"}},
		{domain.Contact{Channel: domain.ByPost, Email: "nobody@nodot"}, []string{"email"}},
		{domain.Contact{Channel: domain.ByPost, Email: "@example.org"}, []string{"email"}},
		{domain.Contact{Channel: domain.ByPost, Email: "a@example.org, b@example.org"}, []string{"email"}},
		{domain.Contact{Channel: domain.ByPost, Email: "a@example.org\nBcc: b@example.org"}, []string{"email"}},
		{domain.Contact{Channel: domain.ByPost, Email: "a@example."}, []string{"email"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.contact.Blockers())); d != "" {
			t.Errorf("%+v: %s", c.contact, d)
		}
	}
}

func TestRoleEndsOnceAndFromItsFirstDayOn(t *testing.T) {
	first := domain.NewDate(2026, 3, 2)
	role := domain.ContactRole{From: first}
	if _, err := role.End(first.AddDays(-1)); err == nil {
		t.Error("ended before it began")
	}
	ended, err := role.End(first)
	if err != nil || ended.To != first {
		t.Errorf("a role of one day: %+v, %v", ended, err)
	}
	if _, err := ended.End(first.AddDays(1)); err == nil {
		t.Error("ended twice")
	} else if _, ok := errors.AsType[*domain.BlockedError](err); !ok {
		t.Errorf("refused with %v", err)
	}
}

func TestManagerIsListedOnceForTheSameAreaAndTime(t *testing.T) {
	from := domain.NewDate(2026, 3, 2)
	tom := domain.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from, To: from.AddDays(30)}
	for _, c := range []struct {
		what string
		post domain.ServicePost
		want []string
	}{
		{"another", domain.ServicePost{Name: "Ewa", Email: "ewa@example.org", From: from}, nil},
		{"same time", domain.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from.AddDays(30)}, []string{"twice"}},
		{"afterwards", domain.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from.AddDays(31)}, nil},
		{"one area besides", domain.ServicePost{Name: "Tom Ash", Email: "tom@example.org", Area: 7, From: from}, nil},
		{"an account besides", domain.ServicePost{Name: "Tom Ash", Person: 3, From: from}, nil},
		{"nobody", domain.ServicePost{From: from}, []string{"name", "email"}},
		{"backwards", domain.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from, To: from.AddDays(-1)}, []string{"to"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.post.Blockers([]domain.ServicePost{tom}))); d != "" {
			t.Errorf("%s: %s", c.what, d)
		}
	}
}

func TestPatchWorkerNeedsAPatchAndNobodyIsEngagedAhead(t *testing.T) {
	today := domain.NewDate(2026, 3, 10)
	for _, c := range []struct {
		entry domain.NetworkEntry
		want  []string
	}{
		{domain.NetworkEntry{Kind: domain.PatchWorker, Patch: "The quay", EngagedOn: today}, nil},
		{domain.NetworkEntry{Kind: domain.PatchWorker}, []string{"patch"}},
		{domain.NetworkEntry{Kind: domain.Community}, nil},
		{domain.NetworkEntry{Kind: domain.Forum, EngagedOn: today.AddDays(1)}, []string{"engaged"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.entry.Blockers(today))); d != "" {
			t.Errorf("%+v: %s", c.entry, d)
		}
	}
}

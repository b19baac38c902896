package rules_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/rules"
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
		contact rules.Contact
		want    []string
	}{
		{rules.Contact{Channel: rules.ByPost}, nil},
		{rules.Contact{Channel: rules.ByEmail, Email: "aoife.ní-bhriain@údarás.example"}, nil},
		{rules.Contact{Channel: rules.ByEmail}, []string{"channel-email"}},
		{rules.Contact{Channel: rules.ByPhone}, []string{"channel-phone"}},
		{rules.Contact{Channel: rules.ByPhone, Phone: "01632 960123"}, nil},
		{rules.Contact{Channel: rules.ByPost, Email: "no at sign"}, []string{"email"}},
		{rules.Contact{Channel: rules.ByPost, Email: "two@at@signs.example"}, []string{"email"}},
		{rules.Contact{Channel: rules.ByPost, Email: "nobody@nodot"}, []string{"email"}},
		{rules.Contact{Channel: rules.ByPost, Email: "@example.org"}, []string{"email"}},
		{rules.Contact{Channel: rules.ByPost, Email: "a@example.org, b@example.org"}, []string{"email"}},
		{rules.Contact{Channel: rules.ByPost, Email: "a@example.org\nBcc: b@example.org"}, []string{"email"}},
		{rules.Contact{Channel: rules.ByPost, Email: "a@example."}, []string{"email"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.contact.Blockers())); d != "" {
			t.Errorf("%+v: %s", c.contact, d)
		}
	}
}

func TestRoleEndsOnceAndFromItsFirstDayOn(t *testing.T) {
	first := domain.NewDate(2026, 3, 2)
	role := rules.ContactRole{From: first}
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
	tom := rules.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from, To: from.AddDays(30)}
	for _, c := range []struct {
		what string
		post rules.ServicePost
		want []string
	}{
		{"another", rules.ServicePost{Name: "Ewa", Email: "ewa@example.org", From: from}, nil},
		{"same time", rules.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from.AddDays(30)}, []string{"twice"}},
		{"afterwards", rules.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from.AddDays(31)}, nil},
		{"one area besides", rules.ServicePost{Name: "Tom Ash", Email: "tom@example.org", Area: 7, From: from}, nil},
		{"an account besides", rules.ServicePost{Name: "Tom Ash", Person: 3, From: from}, nil},
		{"nobody", rules.ServicePost{From: from}, []string{"name", "email"}},
		{"backwards", rules.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from, To: from.AddDays(-1)}, []string{"to"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.post.Blockers([]rules.ServicePost{tom}))); d != "" {
			t.Errorf("%s: %s", c.what, d)
		}
	}
}

func TestPatchWorkerNeedsAPatchAndNobodyIsEngagedAhead(t *testing.T) {
	today := domain.NewDate(2026, 3, 10)
	for _, c := range []struct {
		entry rules.NetworkEntry
		want  []string
	}{
		{rules.NetworkEntry{Kind: rules.PatchWorker, Patch: "The quay", EngagedOn: today}, nil},
		{rules.NetworkEntry{Kind: rules.PatchWorker}, []string{"patch"}},
		{rules.NetworkEntry{Kind: rules.Community}, nil},
		{rules.NetworkEntry{Kind: rules.Forum, EngagedOn: today.AddDays(1)}, []string{"engaged"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.entry.Blockers(today))); d != "" {
			t.Errorf("%+v: %s", c.entry, d)
		}
	}
}

package partners_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/partners"
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
		contact partners.Contact
		want    []string
	}{
		{partners.Contact{Channel: partners.ByPost}, nil},
		{partners.Contact{Channel: partners.ByEmail, Email: "aoife.ni-bhriain@údarás.example"}, nil},
		{partners.Contact{Channel: partners.ByEmail, Email: "aoife.ní-bhriain@údarás.example"}, []string{"email"}},
		{partners.Contact{Channel: partners.ByEmail}, []string{"channel-email"}},
		{partners.Contact{Channel: partners.ByPhone}, []string{"channel-phone"}},
		{partners.Contact{Channel: partners.ByPhone, Phone: "01632 960123"}, nil},
		{partners.Contact{Channel: partners.ByPost, Email: "no at sign"}, []string{"email"}},
		{partners.Contact{Channel: partners.ByPost, Email: "two@at@signs.example"}, []string{"email"}},
		{partners.Contact{Channel: partners.ByPost, Email: "nobody@nodot"}, []string{"email"}},
		{partners.Contact{Channel: partners.ByPost, Email: "@example.org"}, []string{"email"}},
		{partners.Contact{Channel: partners.ByPost, Email: "a@example.org, b@example.org"}, []string{"email"}},
		{partners.Contact{Channel: partners.ByPost, Email: "a@example.org\nBcc: b@example.org"}, []string{"email"}},
		{partners.Contact{Channel: partners.ByPost, Email: "a@example."}, []string{"email"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.contact.Blockers())); d != "" {
			t.Errorf("%+v: %s", c.contact, d)
		}
	}
}

func TestRoleEndsOnceAndFromItsFirstDayOn(t *testing.T) {
	first := domain.NewDate(2026, 3, 2)
	role := partners.ContactRole{From: first}
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
	tom := partners.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from, To: from.AddDays(30)}
	for _, c := range []struct {
		what string
		post partners.ServicePost
		want []string
	}{
		{"another", partners.ServicePost{Name: "Ewa", Email: "ewa@example.org", From: from}, nil},
		{"same time", partners.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from.AddDays(30)},
			[]string{"twice"}},
		{"afterwards", partners.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from.AddDays(31)}, nil},
		{"one area besides", partners.ServicePost{Name: "Tom Ash", Email: "tom@example.org", Area: 7, From: from}, nil},
		{"an account besides", partners.ServicePost{Name: "Tom Ash", Person: 3, From: from}, nil},
		{"nobody", partners.ServicePost{From: from}, []string{"name", "email"}},
		{"backwards", partners.ServicePost{Name: "Tom Ash", Email: "tom@example.org", From: from, To: from.AddDays(-1)},
			[]string{"to"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.post.Blockers([]partners.ServicePost{tom}))); d != "" {
			t.Errorf("%s: %s", c.what, d)
		}
	}
}

func TestPatchWorkerNeedsAPatchAndNobodyIsEngagedAhead(t *testing.T) {
	today := domain.NewDate(2026, 3, 10)
	for _, c := range []struct {
		entry partners.NetworkEntry
		want  []string
	}{
		{partners.NetworkEntry{Kind: partners.PatchWorker, Patch: "The quay", EngagedOn: today}, nil},
		{partners.NetworkEntry{Kind: partners.PatchWorker}, []string{"patch"}},
		{partners.NetworkEntry{Kind: partners.Community}, nil},
		{partners.NetworkEntry{Kind: partners.Forum, EngagedOn: today.AddDays(1)}, []string{"engaged"}},
	} {
		if d := cmp.Diff(c.want, blockerIDs(c.entry.Blockers(today))); d != "" {
			t.Errorf("%+v: %s", c.entry, d)
		}
	}
}

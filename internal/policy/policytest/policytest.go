// Package policytest asks what each of eleven people may do.
package policytest

import (
	"errors"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// The people of the tables: area 1 is their own where they have one.
var people = []struct {
	name  string
	actor policy.Actor
}{
	{"liaison officer", policy.Actor{ID: 1, Grants: []policy.Grant{{Role: policy.CLO, Areas: []domain.AreaID{1}}}}},
	{"planning officer", policy.Actor{ID: 2, Grants: []policy.Grant{{Role: policy.CPO}}}},
	{"coordinator", policy.Actor{ID: 3, Grants: []policy.Grant{{Role: policy.LAC, Areas: []domain.AreaID{1}}}}},
	{"service 5", policy.Actor{ID: 4, Grants: []policy.Grant{{Role: policy.Service, Service: 5}}}},
	{"Member", policy.Actor{ID: 5, Grants: []policy.Grant{{Role: policy.Member, Areas: []domain.AreaID{1}}}}},
	{"organisation 7",
		policy.Actor{ID: 6,
			Grants: []policy.Grant{{Role: policy.Partner, Organisation: 7, Areas: []domain.AreaID{1}}}}},
	{"clerk", policy.Actor{ID: 7, Grants: []policy.Grant{{Role: policy.Clerk}}}},
	{"director", policy.Actor{ID: 10, Grants: []policy.Grant{{Role: policy.Director}}}},
	{"Executive Member", policy.Actor{ID: 8, Grants: []policy.Grant{{Role: policy.ExecutiveMember}}}},
	{"administrator", policy.Actor{ID: 9, Grants: []policy.Grant{{Role: policy.Admin}}}},
	{"nobody", policy.Actor{}},
}

// Table asks each of the people, and compares the answers with want: a line for each, in their order.
func Table(t *testing.T, ask func(policy.Actor) string, want ...string) {
	t.Helper()
	for i, p := range people {
		if got := p.name + ": " + ask(p.actor); got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
	}
}

// Answer is what a check says: "not found", "forbidden", "not now" where the state of things is against it, or "may".
func Answer(err error) string {
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return "not found"
	case errors.Is(err, domain.ErrForbidden):
		return "forbidden"
	}
	if _, blocked := errors.AsType[*domain.BlockedError](err); blocked {
		return "not now"
	}
	return "may"
}

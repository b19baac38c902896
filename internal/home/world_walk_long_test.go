//go:build long

package home_test

import (
	"net/http"
	"slices"
	"testing"

	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// TestEveryLinkLeadsToAGoodPage walks the demo world as each of its people does, and looks where no link leads.
func TestEveryLinkLeadsToAGoodPage(t *testing.T) {
	h := servertest.NewWorld(t, func(o *serve.Options) { o.App.Rules.SubstitutesAllowed = true })
	seen := map[string]bool{}
	for _, key := range []string{"", "clo", "cpo", "lac", "service.highways", "member.ward.1", "member.ward.30",
		"member.division.3", "member.both", "executive.member", "executive", "director", "partner.police",
		"partner.parish", "admin"} {
		name := key
		if key == "" {
			name = "nobody"
		}
		t.Run(name, func(t *testing.T) {
			w := newWalk(t, h, key)
			w.from("/")
			for pattern := range w.taken {
				seen[pattern] = true
			}
		})
	}
	var unseen []string
	for _, route := range h.Server.Table {
		if route.Method == http.MethodGet && !seen[route.Pattern] && !slices.Contains(unlinked, route.Pattern) {
			unseen = append(unseen, route.Pattern)
		}
	}
	if len(unseen) > 0 {
		t.Errorf("no link leads to %v", unseen)
	}
}

// unlinked are addresses to which no page of the demo world has a link, and why that is so.
var unlinked = []string{
	"/invitations/{token}",      // a secret, shown once
	"/calendar/{token}.ics",     // another
	"/issues/{id}/files/{file}", // nobody has added a file
	"/say",                      // stands on the slips that are handed out
	"/say/thanks",               // where an answer with a code leads
	"/areas/{area}/next-cycle",  // between two cycles, where no area of the demo world is
	"/register/chain",           // for whoever keeps a copy of the register
	"/seats/imports/{file}",     // until it is confirmed
	"/members/imports/{file}",   // likewise
	"/calendars/imports/{file}", // likewise
	"/issues/{id}/shape",        // read by the map
	"/areas/{area}/boundary.geojson",
	"/replies/{reply}/parts/{ask}/view", // while a draft waits for the others
	"/replies/{reply}/lead",             // once its lead has left
	"/views",                            // as it was called before
	"/password-reset",                   // linked where e-mail goes out
	"/admin/mails/{mail}",               // no queue is worked here, so none is made
	"/mergers/{order}",                  // no council of the demo is to be merged
	"/mergers/{order}/day",
	"/mergers/{order}/removal",
	"/admin/people/{person}/accounts/parting", // nobody has a second account
	"/register/consistency",                   // for whoever follows the log
	"/register/tile/{level}/{one}",
	"/register/tile/{level}/{one}/{two}",
	"/register/tile/{level}/{one}/{two}/{three}",
	"/reviews",                          // while a review waits for whoever is asked, none of whom walks here
	"/areas/{area}/issues/likely.json",  // read while a title is typed
	"/decisions/{decision}/publication", // until the decision comes into force, which it has in the demo world
	"/decisions/{decision}/call-in",
	"/decisions/{decision}/call-in/outcome",
	"/decisions/{decision}/correction",
	"/decisions/{decision}/report/sections/{section}", // until a council decides on the report, as one has in the demo
	"/decisions/{decision}/report/papers",
	"/decisions/{decision}/report/clearances",
	"/decisions/{decision}/report/plans",
	"/decisions/{decision}/report/recommendations",
	"/decisions/{decision}/report/recommendations/{position}",
	"/decisions/{decision}/announcement", // until a key decision is announced, as those of the demo world are
	"/batches/{batch}/decision",          // the receipt, where a decision on a batch leads
}

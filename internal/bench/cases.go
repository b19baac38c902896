package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"fourgates/internal/domain"
)

// kind is one kind of request that both servers are asked.
type kind struct {
	name   string
	budget float64             // times what the bare server takes
	n      int                 // requests of a round
	nth    func(i int) request // the i-th of all rounds
}

// result is what both take for one kind.
type result struct {
	kind
	app, bare figure
}

// ratio is how many times as much processor time the application and its database take.
func (r result) ratio() float64 { return float64(r.app.cpu()) / float64(r.bare.cpu()) }

// compare asks both servers the same in turn, round after round, which of them is first changing with the round. The first
// round only warms them.
func (b *bench) compare(ctx context.Context) ([]result, error) {
	var results []result
	for _, k := range b.kinds() {
		spells := map[*process][]spell{}
		for round := range b.rounds + 1 {
			requests := make([]request, k.n)
			for i := range requests {
				requests[i] = k.nth(round*k.n + i)
			}
			order := []*process{b.app, b.bare}
			if round%2 == 1 {
				slices.Reverse(order)
			}
			for _, p := range order {
				s, err := b.drive(ctx, p, requests)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", k.name, err)
				}
				if round > 0 {
					spells[p] = append(spells[p], s)
				}
			}
		}
		results = append(results, result{k, figureOf(spells[b.app]), figureOf(spells[b.bare])})
	}
	return results, nil
}

// searches are words that many issues say, some say and few say.
var searches = []string{"bus", "street lights", "dog fouling", "parking school", "damp", "bench park", "youth club", "flood", "surgery appointment", "litter"}

func (b *bench) kinds() []kind {
	return []kind{
		{"issue list", 1.5, 250, func(int) request { return request{path: "/issues", cookie: b.anOfficer()} }},
		{"an area's list", 1.5, 250, func(int) request {
			return request{path: fmt.Sprintf("/areas/%d/issues", 1+b.texts.r.IntN(b.areas)), cookie: b.anOfficer()}
		}},
		{"search", 1.5, 80, func(i int) request {
			return request{path: "/issues?q=" + url.QueryEscape(searches[i%len(searches)]), cookie: b.anOfficer()}
		}},
		{"issue page", 2, 250, func(int) request {
			issue := 1 + b.texts.r.IntN(b.issues)
			return request{path: fmt.Sprintf("/issues/%d", issue), cookie: b.cookies[officerOf(areaOf(issue, b.areas))]}
		}},
		{"raise an issue", 3, 150, b.raise},
		{"sign a gate", 3, len(b.ballots) / (b.rounds + 1), b.sign},
	}
}

func (b *bench) anOfficer() string { return b.cookies[planners+1+b.texts.r.IntN(officers)] }

func (b *bench) raise(int) request {
	area := 1 + b.texts.r.IntN(b.areas)
	form := url.Values{
		"key": {rand.Text()}, "area": {strconv.Itoa(area)}, "title": {b.texts.freshTitle()}, "description": {b.texts.paragraph()},
		"place_note": {"By " + b.texts.street()}, "source": {string(domain.FromTheCommunity)}, "visibility": {string(domain.VisibleAreaTeam)},
		"raised_for": {"resident, " + b.texts.street()},
	}
	return request{path: "/issues", cookie: b.cookies[officerOf(area)], form: form.Encode()}
}

func (b *bench) sign(i int) request {
	v := b.ballots[i]
	form := url.Values{"key": {rand.Text()}, "digest": {v.digest}, "decision": {string(domain.Approve)}, "comment": {b.texts.paragraph()}}
	return request{path: fmt.Sprintf("/attempts/%d/signatures", v.attempt), cookie: v.cookie, form: form.Encode()}
}

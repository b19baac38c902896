package world

import (
	"context"
	"slices"
	"strings"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/comments"
	"fourgates/internal/comments/commentapp"
	"fourgates/internal/comments/commentstore"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/replies"
	"fourgates/internal/replies/replyapp"
	"fourgates/internal/replies/replystore"
)

// steps of an issue by the state that they lead to.
var moves = map[issues.IssueState]string{
	issues.IssueSynthesised:     "stand-alone",
	issues.IssueQuickWin:        "quick-win",
	issues.IssueWithService:     "with-service",
	issues.IssueCommunityLed:    "community-led",
	issues.IssueNotTakenForward: "not-taken-forward",
	issues.IssueResolved:        "resolve",
}

func (l *loading) areaOf(i Issue) Area {
	return l.Areas[slices.IndexFunc(l.Areas, func(a Area) bool { return a.Key == i.Area })]
}

// planIssue plans an issue from being raised to the state in which it stands.
func (l *loading) planIssue(i Issue) {
	area := l.areaOf(i)
	if i.Synthesis {
		l.by(i.By, i.Day, synthesising, "synthesises "+i.Key, func(ctx context.Context, by policy.Actor) error {
			return l.synthesise(ctx, by, i)
		})
		l.by(officer(area, i.Settled), i.Settled, triaging, "completes "+i.Key,
			func(ctx context.Context, by policy.Actor) error { return l.complete(ctx, by, i) })
	} else {
		l.by(i.By, i.Day, raising, "raises "+i.Key, func(ctx context.Context, by policy.Actor) (err error) {
			l.issues[i.Key], err = issueapp.RaiseIssue(ctx, l.app, by, l.draft(i), "")
			return err
		})
	}
	for _, e := range i.Evidence {
		who, day := i.By, max(i.Day, e.Day)
		if day > i.Day {
			who = officer(area, day)
		}
		l.by(who, day, evidencing, "evidence of "+i.Key, func(ctx context.Context, by policy.Actor) error {
			return issueapp.AddEvidence(ctx, l.app, by, l.issues[i.Key], issues.Evidence{Kind: e.Kind, Text: e.Text,
				Source: e.Source, OnDate: l.date(e.Day), Strength: e.Strength}, nil)
		})
		if e.Corrected != 0 {
			l.by(officer(area, e.Corrected), e.Corrected, workingOn, "corrects evidence of "+i.Key,
				func(ctx context.Context, by policy.Actor) error { return l.correct(ctx, by, i, e) })
		}
	}
	for _, c := range i.Comments {
		l.planComment(i, c)
	}
	if i.Rewritten != nil {
		l.by(officer(area, i.Rewritten.Day), i.Rewritten.Day, workingOn, "writes "+i.Key+" anew",
			func(ctx context.Context, by policy.Actor) error { return l.rewrite(ctx, by, i) })
	}
	if day, ok := i.Triaged(); ok && !i.Synthesis {
		l.by(officer(area, day), day, triaging, "triages "+i.Key, func(ctx context.Context, by policy.Actor) error {
			return l.triage(ctx, by, i)
		})
		l.planSettling(i, officer(area, i.Settled), day)
	}
}

// correct gives evidence the wording that it has now, or withdraws it.
func (l *loading) correct(ctx context.Context, by policy.Actor, i Issue, e Evidence) error {
	all, err := issuestore.EvidenceOfIssue(ctx, l.store.Reader, policy.IssueScopeOf(by), l.issues[i.Key])
	if err != nil {
		return err
	}
	is, err := domain.Among(all, func(is issues.EvidenceLine) bool { return is.Text == e.Text })
	if err != nil {
		return err
	}
	if e.Now == "" {
		return issueapp.WithdrawEvidence(ctx, l.app, by, l.issues[i.Key], is.ID, e.Why)
	}
	to := is.Evidence
	to.Text = e.Now
	return issueapp.CorrectEvidence(ctx, l.app, by, l.issues[i.Key], is.Version, to, e.Why)
}

// planComment plans what a Member says of an issue, and how that goes on.
func (l *loading) planComment(i Issue, c IssueComment) {
	var id domain.IssueCommentID
	of := func(ctx context.Context) (comments.Comment, error) {
		return commentstore.Comment(ctx, l.store.Reader, policy.EveryIssue(), id)
	}
	l.by(c.Member, c.Day, workingOn, "comments on "+i.Key, func(ctx context.Context, by policy.Actor) error {
		if err := commentapp.CommentIssue(ctx, l.app, by, l.issues[i.Key], c.Text); err != nil {
			return err
		}
		all, err := commentstore.OfIssue(ctx, l.store.Reader, l.issues[i.Key])
		id = all[len(all)-1].ID
		return err
	})
	if c.Corrected != 0 {
		l.by(c.Member, c.Corrected, workingOn, "corrects a comment on "+i.Key,
			func(ctx context.Context, by policy.Actor) error {
				is, err := of(ctx)
				if err != nil {
					return err
				}
				return commentapp.CorrectComment(ctx, l.app, by, id, is.Version, c.Now)
			})
	}
	if c.Answered != 0 {
		l.by(officer(l.areaOf(i), c.Answered), c.Answered, workingOn, "answers a comment on "+i.Key,
			func(ctx context.Context, by policy.Actor) error {
				is, err := of(ctx)
				if err != nil {
					return err
				}
				return commentapp.AnswerComment(ctx, l.app, by, id, is.Version, c.Answer)
			})
	}
	if c.Withdrawn != 0 {
		l.by(c.Member, c.Withdrawn, workingOn, "withdraws a comment on "+i.Key,
			func(ctx context.Context, by policy.Actor) error {
				return commentapp.WithdrawComment(ctx, l.app, by, id, c.Why)
			})
	}
}

// planSettling plans the way of an issue from triage to its state. What is part of a synthesis settles with it.
func (l *loading) planSettling(i Issue, who string, triaged Day) {
	state := issues.IssueState(i.State)
	switch {
	case state == issues.IssueTriaged || state == issues.IssueSynthesised && i.Into != "":
	case state == issues.IssueReferred:
		l.planReferral(i, who, i.Settled, i.Reason)
	case state == issues.IssueMerged:
		l.by(who, i.Settled, moving, "merges "+i.Key, func(ctx context.Context, by policy.Actor) error {
			return issueapp.MergeIssues(ctx, l.app, by, []domain.IssueID{l.issues[i.Key], l.issues[i.Into]},
				l.issues[i.Into], i.Reason)
		})
	default:
		if answerer, ok := l.answerer(i.To); ok {
			l.planAnswered(i, answerer, (triaged+i.Settled)/2)
		}
		l.by(who, i.Settled, moving, i.State+": "+i.Key, func(ctx context.Context, by policy.Actor) error {
			return issueapp.MoveIssue(ctx, l.app, by, l.issues[i.Key], moves[state], i.Reason)
		})
	}
}

func (l *loading) draft(i Issue) issues.IssueDraft {
	title, text := i.Title, i.Text
	if was := i.Rewritten; was != nil && domain.DateOf(l.at).Before(l.date(was.Day)) {
		title, text = was.Title, was.Text
	}
	return issues.IssueDraft{Area: l.areas[i.Area], Title: title, Description: text,
		Place: l.places[i.Area+"/"+i.Place], Theme: l.themes[i.Theme],
		Source: domain.Source(i.Source), RaisedFor: i.From, Visibility: issues.Visibility(i.Visibility)}
}

func (l *loading) triage(ctx context.Context, by policy.Actor, i Issue) error {
	is, err := issuestore.Issue(ctx, l.store.Reader, policy.IssueScopeOf(by), l.issues[i.Key])
	if err != nil {
		return err
	}
	return issueapp.TriageIssue(ctx, l.app, by, is.ID, is.Version, l.themes[i.Theme], i.Tier)
}

// complete writes what a synthesis does not take over from its parts: its place and who it came from.
func (l *loading) complete(ctx context.Context, by policy.Actor, i Issue) error {
	is, err := issuestore.Issue(ctx, l.store.Reader, policy.IssueScopeOf(by), l.issues[i.Key])
	if err != nil {
		return err
	}
	if err := issueapp.EditIssue(ctx, l.app, by, is.ID, is.Version, l.draft(i)); err != nil {
		return err
	}
	return l.triage(ctx, by, i)
}

// rewrite writes an issue anew, as it says today.
func (l *loading) rewrite(ctx context.Context, by policy.Actor, i Issue) error {
	is, err := issuestore.Issue(ctx, l.store.Reader, policy.IssueScopeOf(by), l.issues[i.Key])
	if err != nil {
		return err
	}
	return issueapp.EditIssue(ctx, l.app, by, is.ID, is.Version, l.draft(i))
}

func (l *loading) synthesise(ctx context.Context, by policy.Actor, i Issue) (err error) {
	var parts []domain.IssueID
	for _, p := range l.Issues {
		if p.Into == i.Key {
			parts = append(parts, l.issues[p.Key])
		}
	}
	s := issueapp.Synthesis{Title: i.Title, Description: i.Text, Theme: l.themes[i.Theme],
		Visibility: issues.Visibility(i.Visibility)}
	l.issues[i.Key], err = issueapp.SynthesiseIssues(ctx, l.app, by, parts, s, "")
	return err
}

// AskStep is something that became of an ask about an issue: What is "answered" or "not theirs", said by telephone and
// entered by an officer, "passed on" to a colleague, or "asked too", of somebody besides. "one reply" asks those in To
// together, the first as lead, who "drafts" it; each of the others "adds" its part, and "clears" the draft or
// "disagrees".
type AskStep struct {
	Issue  string `json:"issue"`
	What   string `json:"what"`
	Day    Day    `json:"day"`
	By     string `json:"by,omitempty"` // the person; empty is an officer of the area
	To     string `json:"to,omitempty"`
	Words  string `json:"words"`
	SaidBy string `json:"saidBy,omitempty"`
}

// planAsks plans what became of asks.
func (l *loading) planAsks() {
	for _, x := range l.Asks {
		for _, i := range l.Issues {
			if i.Key != x.Issue {
				continue
			}
			if x.By == "" {
				x.By = officer(l.areaOf(i), x.Day)
			}
			l.by(x.By, x.Day, workingOn, x.What+": "+x.Issue, func(ctx context.Context, by policy.Actor) error {
				return l.askStep(ctx, by, x)
			})
		}
	}
}

func (l *loading) askStep(ctx context.Context, by policy.Actor, x AskStep) error {
	if x.What == "asked too" {
		return issueapp.ReferIssue(ctx, l.app, by, l.issues[x.Issue], asks.Ask{Service: l.services[x.To],
			Organisation: l.organisations[x.To], Way: l.way(x.To), Question: x.Words,
			DueOn: l.date(x.Day).AddWorkingDays(10)})
	}
	if x.What == "one reply" {
		q := replies.Request{Question: x.Words, PartsBy: l.date(x.Day).AddWorkingDays(10),
			DueOn: l.date(x.Day).AddWorkingDays(40)}
		for _, name := range strings.Split(x.To, ",") {
			q.Bodies = append(q.Bodies, asks.Ask{Service: l.services[name], Organisation: l.organisations[name]})
		}
		_, err := replyapp.Ask(ctx, l.app, by, l.issues[x.Issue], q)
		return err
	}
	about, err := askstore.List(ctx, l.store.Reader, asks.Referral, int64(l.issues[x.Issue]), l.date(x.Day))
	if err != nil {
		return err
	}
	if x.What == "adds" || x.What == "drafts" || x.What == "clears" || x.What == "disagrees" {
		return l.replyStep(ctx, by, x, about)
	}
	for _, k := range about {
		if x.SaidBy != "" && x.To != "" && k.Organisation != l.organisations[x.To] {
			continue
		}
		if x.What == "passed on" {
			return askapp.Pass(ctx, l.app, by, k.ID, asks.Next{Colleague: l.people[x.To]}, x.Words)
		}
		return askapp.Give(ctx, l.app, by, k.ID, asks.Answer{Words: x.Words, NotOurs: x.What == "not theirs",
			SaidBy: x.SaidBy, SaidWay: "telephone", SaidOn: l.date(x.Day)})
	}
	return domain.ErrNotFound
}

// replyStep is what the lead or another does with the newest reply of several.
func (l *loading) replyStep(ctx context.Context, by policy.Actor, x AskStep, about []asks.Ask) error {
	list, err := replystore.OfIssue(ctx, l.store.Reader, l.issues[x.Issue], about)
	if err != nil {
		return err
	}
	r := list[0]
	if x.What == "drafts" {
		return replyapp.Draft(ctx, l.app, by, r.ID, r.Draft, x.Words, asks.Answer{})
	}
	for _, k := range r.Contributors() {
		if asks.MayAnswer(by, k) && x.What == "adds" {
			return askapp.Give(ctx, l.app, by, k.ID, asks.Answer{Words: x.Words})
		}
		if asks.MayAnswer(by, k) {
			return replyapp.Say(ctx, l.app, by, r.ID, replies.View{Ask: k.ID, Draft: r.Draft,
				Clears: x.What == "clears", Reason: x.Words})
		}
	}
	return domain.ErrNotFound
}

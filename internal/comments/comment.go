// Package comments holds what Area Members say of issues, and what officers answer.
package comments

import (
	"fmt"
	"time"

	"fourgates/internal/domain"
)

// Comment is what an Area Member says of an issue (004, 2b).
type Comment struct {
	ID           domain.IssueCommentID
	Issue        domain.IssueID
	Title        string // the issue's
	Restricted   bool   // the issue is, by now
	Area         domain.AreaID
	AreaName     string
	By           domain.PersonID
	ByName       string
	Capacity     string   // "Member for Castle Keep", as it was when they said it
	Version      int      // goes up with each wording, answer and withdrawal
	Texts        []Text   // the newest first: the others were corrected
	Answers      []Answer // likewise
	WithdrawnWhy string
	WithdrawnAt  time.Time // zero: it stands
}

// Text is a wording of a comment.
type Text struct {
	Text string
	At   time.Time
}

// Answer is a wording of what an officer answered.
type Answer struct {
	Text   string
	ByName string
	At     time.Time
}

// Text is what the comment says now.
func (c Comment) Text() string { return c.Texts[0].Text }

// Said is when it was said first.
func (c Comment) Said() time.Time { return c.Texts[len(c.Texts)-1].At }

// Who says who said it, and in which capacity.
func (c Comment) Who() string { return c.ByName + ", " + c.Capacity }

// Withdrawn reports whether the Member took it back.
func (c Comment) Withdrawn() bool { return !c.WithdrawnAt.IsZero() }

// Standing is the comment as if it were not withdrawn: whose it is to change does not hang on that.
func (c Comment) Standing() Comment {
	c.WithdrawnAt, c.WithdrawnWhy = time.Time{}, ""
	return c
}

// Answered reports whether an officer answered it as it says now: one that was corrected since waits again.
func (c Comment) Answered() bool {
	return len(c.Answers) > 0 && !c.Answers[0].At.Before(c.Texts[0].At)
}

// Waits reports whether it stands without an answer.
func (c Comment) Waits() bool { return !c.Withdrawn() && !c.Answered() }

// Counts is how many comments stand, and how many of them wait for an answer.
func Counts(list []Comment) (stand, wait int) {
	for _, c := range list {
		if !c.Withdrawn() {
			stand++
		}
		if c.Waits() {
			wait++
		}
	}
	return stand, wait
}

// CountWords says how many there are: "3 comments, 1 without an answer".
func CountWords(list []Comment) string {
	stand, wait := Counts(list)
	words := domain.Counted(stand, "comment", "comments")
	if wait > 0 {
		words += fmt.Sprintf(", %d without an answer", wait)
	}
	return words
}

// CheckStands returns a *domain.StateError where the Member took it back.
func (c Comment) CheckStands() error {
	if c.Withdrawn() {
		return domain.Stands("%s withdrew this comment on %s", c.ByName, domain.DateOf(c.WithdrawnAt).Words())
	}
	return nil
}

// WholeComment is a comment that stands, as it is frozen with gate 2.
type WholeComment struct {
	ID       domain.IssueCommentID `json:"id"`
	Issue    domain.IssueID        `json:"issue"`
	By       string                `json:"by"`
	Capacity string                `json:"capacity"`
	On       domain.Date           `json:"on"`
	Words    string                `json:"words"`
	Answer   string                `json:"answer,omitempty"`
	AnswerBy string                `json:"answer_by,omitempty"`
}

// Whole lists the comments that stand, in the order given.
func Whole(list []Comment) []WholeComment {
	var whole []WholeComment
	for _, c := range list {
		if c.Withdrawn() || c.Restricted {
			continue
		}
		is := WholeComment{ID: c.ID, Issue: c.Issue, By: c.ByName, Capacity: c.Capacity,
			On: domain.DateOf(c.Texts[0].At), Words: c.Text()}
		if len(c.Answers) > 0 {
			is.Answer, is.AnswerBy = c.Answers[0].Text, c.Answers[0].ByName
		}
		whole = append(whole, is)
	}
	return whole
}

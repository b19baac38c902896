package register

import (
	"fmt"
	"strings"
)

// Told is what a notice told, and whom, as it is frozen in lines.
type Told struct {
	Event   string   `json:"event"`
	Subject string   `json:"subject"`
	Body    string   `json:"body"`
	Link    string   `json:"link"`
	At      string   `json:"at"`
	To      []ToldTo `json:"to"`
}

// ToldTo is somebody who was told, as they were on the day, and what became of it.
type ToldTo struct {
	Name     string `json:"name"`
	Address  string `json:"address"`
	Capacity string `json:"capacity"`
	Result   string `json:"result"`
}

// KindTold is what the frozen document of a notice is called.
const KindTold = "notice"

// Check checks what was frozen of a notice against what its rows say now, and lists the lines that are erased. Its
// error names the first line that does not fit.
func (f Frozen) Check(now Told) (erased Gaps, err error) {
	if erased, err = f.Verify(); err != nil {
		return erased, err
	}
	lines, err := linesOf(now)
	if err != nil {
		return erased, err
	}
	said := map[string]string{}
	for _, l := range lines {
		said[l.key] = l.value
	}
	frozen, err := f.Lines()
	if err != nil {
		return erased, err
	}
	for _, l := range frozen {
		is := said[l.Key]
		delete(said, l.Key)
		switch {
		case l.Value == is:
		case l.Value == "" && (is == "" || strings.Contains(is, erasedOn)):
		default:
			return erased, fmt.Errorf("%s is not what was told", l.Key)
		}
	}
	for key := range said {
		return erased, fmt.Errorf("%s was added", key)
	}
	return erased, nil
}

package profiles

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/sheets"
)

func rowsOf(t *testing.T, content string) []ProfileRow {
	t.Helper()
	sheet, err := sheets.Read([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]ProfileRow, len(sheet.Rows))
	for i, r := range sheet.Rows {
		rows[i] = ProfileRow{Line: r.Line, Cells: r.Cells}
	}
	return rows
}

// caseFile is a file of ../shared/cases, beside the repository or above it, or below FOURGATES_SHARED.
func caseFile(t *testing.T, name string) string {
	t.Helper()
	folders := []string{os.Getenv("FOURGATES_SHARED"), "../../../shared", "../../../../shared"}
	for _, folder := range folders {
		if b, err := os.ReadFile(filepath.Join(folder, "cases", name)); err == nil {
			return string(b)
		}
	}
	t.Fatalf("%s is in none of %q: set FOURGATES_SHARED", name, folders)
	return ""
}

// RW-08: a profile as it was downloaded or as spreadsheets save it. Two are read from ../shared/cases.
func TestProfilesAsTheyAreDownloaded(t *testing.T) {
	young, children := ProfileGroup{"Aged 4 years and under", 412}, ProfileGroup{"Aged 5 to 9 years", 455}
	leave := func(line string) Answers { return Answers{"line-" + line: LeaveOut} }
	nomis := "\"Ethnic group\"\n\"Source: census\"\n\n\"date :\",\"2021\"\n\n\"Ethnic group\",\"number\",\"%\"\n" +
		"\"Roma\",\"1,204\",\"14.1\"\n\"Arab\",\"88\",\"1.0\"\n\n\"In order to protect against disclosure, figures " +
		"are moved.\"\n"
	for name, c := range map[string]struct {
		content string
		said    Answers
		want    []ProfileGroup
	}{
		"as downloaded": {caseFile(t, "rw08-profile-census-download.csv"), leave("8"), []ProfileGroup{young}},
		"year in the heading": {caseFile(t, "rw08-profile-year-in-heading.csv"), leave("2"),
			[]ProfileGroup{young, children}},
		"a total kept": {"Group,People\nTotal,20\nCarers,12\n", Answers{"line-2": Keep},
			[]ProfileGroup{{"Total", 20}, {"Carers", 12}}},
		"byte order mark, CRLF": {"\ufeffGroup,People\r\nCarers,\"1,200\"\r\n", nil, []ProfileGroup{{"Carers", 1200}}},
		"semicolons": {"Group;People\nCarers, unpaid;1 200\n", nil,
			[]ProfileGroup{{"Carers, unpaid", 1200}}},
		"tabs, narrow spaces": {"Sex\t2021\t%\nFemale\t4\u202f301\t51.0\nMale\t4\u00a0130\t49.0\n", nil,
			[]ProfileGroup{{"Female", 4301}, {"Male", 4130}}},
		"UTF-16": {"\xff\xfeA\x00g\x00e\x00,\x002\x000\x002\x001\x00\n\x00A\x00,\x005\x00\n\x00", nil,
			[]ProfileGroup{{"A", 5}}},
		"percentages first":  {"Language,%,Count\nPolish,2.1,40\n", nil, []ProfileGroup{{"Polish", 40}}},
		"notes above, below": {nomis, nil, []ProfileGroup{{"Roma", 1204}, {"Arab", 88}}},
		"no heading": {"Carers,10\n\"Under 16\",\"2,140\"\n", nil,
			[]ProfileGroup{{"Carers", 10}, {"Under 16", 2140}}},
		"year with words": {"Religion,Census 2021\nSikh,31\n", nil, []ProfileGroup{{"Sikh", 31}}},
		"a group of 2,010": {"Farmers,2010\nCarers,12\n", Answers{"heading": Keep},
			[]ProfileGroup{{"Farmers", 2010}, {"Carers", 12}}},
		"a heading of 2010": {"Farm,2010\nCarers,12\n", Answers{"heading": LeaveOut},
			[]ProfileGroup{{"Carers", 12}}},
		"two censuses": {"Age,2011,2021\nAged 4,10,12\n", Answers{"column": "2"},
			[]ProfileGroup{{"Aged 4", 12}}},
		"groups sized as years": {"Group,People\nCarers,1999\nFarmers,2010\nRoma,3\n", nil,
			[]ProfileGroup{{"Carers", 1999}, {"Farmers", 2010}, {"Roma", 3}}},
		"whole as decimals": {"Group,Value\nCarers,12.0\n", nil, []ProfileGroup{{"Carers", 12}}},
	} {
		got, asks, err := ReadProfile(rowsOf(t, c.content), c.said)
		if diff := cmp.Diff(c.want, got); err != nil || len(asks) > 0 || diff != "" {
			t.Errorf("%s: %v, asked %v\n%s", name, err, asks, diff)
		}
	}
}

// Where a file can mean two things, nobody guesses.
func TestProfilesAskWhatTheyMean(t *testing.T) {
	for content, want := range map[string][]string{
		caseFile(t, "rw08-profile-census-download.csv"): {"line-8"},
		caseFile(t, "rw08-profile-year-in-heading.csv"): {"line-2"},
		"Group,People\nTotal,20\nAll people,20\nAll-weather walkers,3\nCarers total,4\n": {"line-2", "line-3",
			"line-5"},
		"Farmers,2010\nCarers,12\n":    {"heading"},
		"Age,2011,2021\nAged 4,1,12\n": {"column"},
		"Group,People\nCarers,12\n":    nil,
	} {
		_, asks, err := ReadProfile(rowsOf(t, content), nil)
		var ids []string
		for _, q := range asks {
			ids = append(ids, q.ID)
			if len(q.Choices) < 2 || q.Words == "" {
				t.Errorf("%q asks %v", content, q)
			}
		}
		if diff := cmp.Diff(want, ids); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", content, err, diff)
		}
	}
}

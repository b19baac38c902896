package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/seats/seatapp"
)

const importUse = `write fourgates import seats --authority NAME --tier county|borough|unitary|parish --kind ward|division FILE`

// importData brings data of a council into the database: the boundaries of its seats, and its list of Members.
func importData(ctx context.Context, in installation, args []string) error {
	switch {
	case len(args) > 0 && args[0] == "seats":
		return importSeats(ctx, in, args[1:])
	case len(args) > 0 && args[0] == "members":
		return importMembers(ctx, in, args[1:])
	}
	return errors.New(importUse + "\n      " + strings.TrimPrefix(membersUse, "write "))
}

// importSeats imports a GeoJSON file of wards or divisions and says in one line what that did. A faulty file changes
// nothing.
func importSeats(ctx context.Context, in installation, args []string) (err error) {
	i, file, err := seatArguments(in, args)
	if err != nil {
		return err
	}
	if i.Seats, err = readSeatFile(file); err != nil {
		return sentences(file, err)
	}
	d, err := openDatabase(ctx, in.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	a := &act.App{Store: db.New(d.pool), Now: in.now, Log: slog.Default()}
	changes, err := seatapp.LoadSeats(ctx, a, i)
	if err != nil {
		return sentences(file, err)
	}
	for _, s := range changes.Missing {
		fmt.Fprintf(os.Stderr, "fourgates: %s %s is not in the file; it stays\n", s.Code, s.Name)
	}
	_, err = fmt.Fprintln(in.out, changes.Words())
	return err
}

// seatArguments reads the flags, which may stand before or after the file.
func seatArguments(in installation, args []string) (i places.SeatImport, file string, err error) {
	set := flags(in, "import seats")
	authority := set.String("authority", "", "name of the council")
	tier := set.String("tier", "", "county, borough, unitary or parish")
	kind := set.String("kind", "", "ward or division")
	set.SetOutput(io.Discard) // the error says it all
	set.Usage = func() {}
	for len(args) > 0 {
		if err := set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				fmt.Fprintln(in.out, importUse)
				return i, "", err
			}
			return i, "", fmt.Errorf("%w; %s", err, importUse)
		}
		args = set.Args()
		if len(args) == 0 {
			break
		}
		if file != "" {
			return i, "", errors.New("give one file; " + importUse)
		}
		file, args = args[0], args[1:]
	}
	if file == "" {
		return i, "", errors.New("no file is given; " + importUse)
	}
	i = places.SeatImport{Authority: strings.TrimSpace(*authority), Tier: places.Tier(*tier),
		Kind: places.SeatKind(*kind)}
	if blockers := i.Blockers(nil, nil); len(blockers) > 0 {
		return i, "", fmt.Errorf("%w; %s", sentences("", &domain.BlockedError{Blockers: blockers}), importUse)
	}
	return i, file, nil
}

func readSeatFile(name string) ([]places.Seat, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("the file cannot be opened: %w", err)
	}
	defer func() { _ = f.Close() }()
	return seatapp.ReadSeats(f)
}

// sentences makes the reasons of a refusal lines for whoever typed the command, each with the file that they are about.
func sentences(file string, err error) error {
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok {
		return err
	}
	if file != "" {
		file += ": "
	}
	var lines []string
	for _, b := range blocked.Blockers {
		lines = append(lines, file+b.Words)
	}
	return errors.New(strings.Join(lines, "\n"))
}

package daemon

import (
	"context"
	"errors"
	"fmt"

	"leadsheet/reports/replay"
	"leadsheet/rules"
	"leadsheet/rules/policy"
)

// WrongSetting is a mistake in what was asked for, no failure.
type WrongSetting struct{ error }

// Unwrap returns the mistake.
func (e WrongSetting) Unwrap() error { return e.error }

// LookBack replays what happened since then with other settings, as of the daemon's time, and returns those as they
// were understood, and messages for the user. since and the settings are as replay.ParseSince and replay.Tables.Parse
// read them; an error that is a WrongSetting is about them. It reads the workbook and changes nothing. An error that Is
// sheets.ErrNoBook says that there is no workbook yet.
func (d *Daemon) LookBack(ctx context.Context, since string, settings []string) (r replay.Result, sets []replay.Set,
	notes []string, err error) {
	v, err := d.read(ctx)
	if err != nil {
		return replay.Result{}, nil, nil, err
	}
	now := d.Now()
	in := replay.Input{Policy: v.state.Policy, Journals: v.zones.Journals}
	if in.Since, err = replay.ParseSince(since, v.state.Policy.Location(), now); err != nil {
		return replay.Result{}, nil, nil, WrongSetting{fmt.Errorf("--since: %w", err)}
	}
	tables := replay.Tables(v.tables)
	var bad []error
	for _, text := range settings {
		set, err := tables.Parse(v.snap.Words, text)
		if err != nil {
			bad = append(bad, err)
		}
		sets = append(sets, set)
	}
	if len(bad) == 0 {
		tried := tables.With(sets)
		var checks []policy.Check
		in.Other, checks = policy.ReadPolicy(v.snap.Words, tried, v.last)
		bad = append(bad, tried.Fault(sets, checks))
	}
	if err := errors.Join(bad...); err != nil {
		return replay.Result{}, nil, v.snap.Notes, WrongSetting{err}
	}
	after := v.inputAfter(rules.Plan(v.state, nil, now))
	in.Leads, in.History = after.Leads, after.History
	return replay.Run(in, now), sets, v.snap.Notes, nil
}

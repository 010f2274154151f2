package agent

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"quotient/ops/report"
)

// figuresFile is where a journal's folder keeps what the exchange has said.
const figuresFile = "exchange.json"

// figures are the exchange's own statistics, as reconcile has read them.
type figures struct {
	Schema  int              `json:"schema"`
	Figures []report.Figures `json:"figures"`
}

// loadFigures reads the figures kept in a journal's folder; none is none.
func loadFigures(dir string) (*figures, error) {
	f := &figures{Schema: 1}
	path := filepath.Join(dir, figuresFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, f); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w: move it aside and reconcile the exchange's files anew", path, err)
	}
	if f.Schema != 1 {
		return nil, fmt.Errorf("%s has schema %d, this build reads 1: use the build that wrote it", path, f.Schema)
	}
	return f, nil
}

// add takes figures over; newer ones of the same name and period replace older.
func (f *figures) add(list []report.Figures) {
	at := map[string]int{}
	for i := range f.Figures {
		at[f.Figures[i].Name+" "+f.Figures[i].Period()] = i
	}
	for i := range list {
		key := list[i].Name + " " + list[i].Period()
		if n, ok := at[key]; ok {
			f.Figures[n].Take(&list[i])
			continue
		}
		at[key] = len(f.Figures)
		f.Figures = append(f.Figures, list[i])
	}
}

// save writes the figures: all of the new ones or, if that fails, the old ones stay.
func (f *figures) save(dir string) error {
	b, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, figuresFile)
	tmp, err := os.CreateTemp(dir, figuresFile+".*")
	if err != nil {
		return fmt.Errorf("the exchange's figures cannot be kept: %w", err)
	}
	_, err = tmp.Write(append(b, '\n'))
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		os.Remove(tmp.Name())
		return fmt.Errorf("the exchange's figures cannot be kept: %w", err)
	}
	return nil
}

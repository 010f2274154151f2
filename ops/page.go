package ops

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"quotient/internal/text"
)

//go:embed ui
var ui embed.FS

// A page serves the embedded files. Every answer carries an ETag of its content,
// so that a browser asks again and transfers nothing.
type page struct{ files map[string]file }

type file struct {
	body, kind, tag string
}

// newPage reads the embedded files and the catalogue's words once. lang is the language that the desk asks
// for, "" for none.
func newPage(lang string) (*page, error) {
	p := &page{files: map[string]file{}}
	err := fs.WalkDir(ui, "ui", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := ui.ReadFile(name)
		if err != nil {
			return err
		}
		kind := kinds[path.Ext(name)]
		if kind == "" {
			return fmt.Errorf("ops: page file %s has no known content type", name)
		}
		if name == "ui/index.html" && lang != "" {
			body = bytes.Replace(body, []byte("<html "), []byte(`<html data-lang="`+lang+`" `), 1)
		}
		p.add(strings.TrimPrefix(name, "ui"), kind, body)
		return nil
	})
	for _, l := range []text.Lang{text.Zh, text.En} {
		p.add("/i18n/"+l.String()+".json", kinds[".json"], mustJSON(text.Page(l)))
	}
	p.files["/"] = p.files["/index.html"]
	return p, err
}

func (p *page) add(url, kind string, body []byte) {
	sum := sha256.Sum256(body)
	p.files[url] = file{string(body), kind, `"` + hex.EncodeToString(sum[:12]) + `"`}
}

// kinds are content types by extension; the machine's own table is not asked.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".json": "application/json; charset=utf-8",
	".svg": "image/svg+xml",
}

// ServeHTTP answers with one of the files.
func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "this page is read by GET; changes are POST /api/v1/…", http.StatusMethodNotAllowed)
		return
	}
	f, ok := p.files[r.URL.Path]
	if !ok {
		http.Error(w, "there is no such page; the desk's page is at /", http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", f.tag)
	if r.Header.Get("If-None-Match") == f.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	if r.Method != http.MethodHead {
		fmt.Fprint(w, f.body)
	}
}

package place

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// CheckName checks that the name of an output fits what form asks for: a file whose name ends in ext (JSON may go to
// standard output, "-"), or a folder where ext is "". The error is for people.
func CheckName(form, output, ext string) error {
	has := strings.ToLower(filepath.Ext(output))
	switch {
	case output == "" && ext == "":
		return fmt.Errorf("%s writes a folder: name it with -o NAME", form)
	case output == "":
		return fmt.Errorf("%s writes a file: name it with -o FILE%s", form, ext)
	case ext == "" && slices.Contains([]string{".csv", ".xlsx", ".zip", ".json", ".pdf"}, has):
		return fmt.Errorf("%s writes several files into a folder: give it a name without %s, such as -o %s", form, has,
			strings.TrimSuffix(output, filepath.Ext(output)))
	case ext != "" && has != ext && !(ext == ".json" && output == "-"):
		return fmt.Errorf("%s does not end in %s: give the export a name that does", output, ext)
	}
	return nil
}

// Check checks that nothing is replaced that may not be. A folder is only replaced if an export wrote it, by the text
// of its README.txt, so that force never deletes anything else. The error is for people.
func Check(output string, folder, force bool, isOurs func(readme string) bool) error {
	info, err := os.Lstat(output)
	switch {
	case output == "-", errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("write the export: %w", err)
	case !folder && info.IsDir():
		return fmt.Errorf("%s is a folder: choose another name", output)
	case folder && isEmpty(output):
		return nil
	case !force:
		return fmt.Errorf("%s is there already: choose another name, or add --force to replace it", output)
	case !folder:
		return nil
	}
	if readme, err := os.ReadFile(filepath.Join(output, "README.txt")); err != nil || !isOurs(string(readme)) {
		return fmt.Errorf("%s is no folder that an export has written, and is not replaced: choose another name", output)
	}
	return nil
}

// isEmpty reports whether a folder has nothing in it.
func isEmpty(folder string) bool {
	entries, err := os.ReadDir(folder)
	return err == nil && len(entries) == 0
}

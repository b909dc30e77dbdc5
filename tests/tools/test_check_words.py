import pytest

from check_words import find_forbidden_words

# Put together here, so that this file passes the check that it tests.
FOLDER = "/".join(["", "home", "somebody", "project"])
SHARED = "/".join(["", "work", "main"])
PYTHON_HOST = ".".join(["pypi", "org"])
NODE_HOST = ".".join(["registry", "npmjs", "org"])
MIRROR = ".".join(["mirrors", "aliyun", "com"])


@pytest.mark.parametrize(
    "line",
    [
        f"data = '{FOLDER}'",
        f"cd {SHARED} && make",
        f"--index-url https://{PYTHON_HOST}/simple",
        f"registry=https://{NODE_HOST}/",
        f"https://{MIRROR}/simple",
        '"resolved": "' + 'https://packages.example/a.tgz"',
    ],
)
def test_a_forbidden_word_is_found_with_its_line(project, line):
    [finding] = find_forbidden_words(project({"deploy/notes.txt": f"first line\n{line}\n"}))

    assert finding.startswith("deploy/notes.txt:2: ")


@pytest.mark.parametrize(
    "line",
    [
        "GET /api/work-orders/17",
        f"https://example.com{FOLDER}",
        f"web/shared{SHARED}/x.ts",
        '"funding": {"url": "https://example.com/thanks"}',
        "the folder /var/lib/paidan",
    ],
)
def test_addresses_and_routes_that_look_alike_are_accepted(project, line):
    assert find_forbidden_words(project({"a.md": line})) == []


def test_pictures_and_other_binary_files_are_passed_over(project):
    assert find_forbidden_words(project({"a.bin": b"\0" + FOLDER.encode(), "b.bin": b"\xff " + FOLDER.encode()})) == []

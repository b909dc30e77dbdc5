import pytest

from check_docs import anchor, find_broken_links, find_missing_documents


@pytest.mark.parametrize(
    "link",
    [
        "[design](docs/design.md)",
        "[layers](docs/design.md#the-layers)",
        "[again](docs/design.md#the-layers-1)",
        "[中文](docs/design.md#派单-规则)",
        "[here](#welcome)",
        "[folder](docs)",
        "[elsewhere](https://example.com/x#y)",
        "[mail](mailto:a@example.com)",
        "`[not a link](missing.md)`",
        "```text\n[not a link](missing.md)\n```",
        "[with `code`](docs/design.md)",
        "see [design]\n\n[design]: docs/design.md",
    ],
)
def test_a_link_that_leads_somewhere_is_accepted(project, link):
    design = "# Design\n## The layers\n## The layers\n## 派单 规则\n"

    assert find_broken_links(project({"README.md": f"# Welcome\n\n{link}\n", "docs/design.md": design})) == []


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("[gone](docs/gone.md)", "docs/gone.md: no such file"),
        ("![picture](docs/gone.png)", "docs/gone.png: no such file"),
        ("[heading](docs/design.md#gone)", "docs/design.md#gone: no such heading"),
        ("[out](../other/readme.md)", "../other/readme.md: leads out of the project"),
        ("[ref]\n\n[ref]: docs/gone.md", "docs/gone.md: no such file"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(project, link, problem):
    root = project({"README.md": f"# Welcome\n\n{link}\n", "docs/design.md": "# Design\n"})

    assert find_broken_links(root) == [f"README.md: {problem}"]


def test_a_link_is_read_from_the_folder_of_its_document(project):
    files = {"docs/a.md": "[b](b.md) [up](../README.md) [wrong](docs/b.md)", "docs/b.md": "", "README.md": ""}

    assert find_broken_links(project(files)) == ["docs/a.md: docs/b.md: no such file"]


def test_a_document_that_readme_names_must_be_there(project):
    root = project(
        {"README.md": "Read `docs/design.md` and `docs/gone.md`, then `CHANGELOG.md`.", "docs/design.md": ""}
    )

    assert find_missing_documents(root) == [
        "README.md: names docs/gone.md, which is not there",
        "README.md: names CHANGELOG.md, which is not there",
    ]


def test_anchors_are_made_as_code_hosts_make_them():
    assert anchor("Why, measured on `two` cores: [a](b)") == "why-measured-on-two-cores-a"

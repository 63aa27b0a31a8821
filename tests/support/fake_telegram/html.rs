//! Telegram's HTML, read strictly: a mistake that the real server may forgive is refused here.

const TAGS: [&str; 11] = ["b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote", "a", "tg-spoiler"];

/// The plain text that a message's HTML shows, or why it cannot be read.
pub(super) fn plain(html: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('>') {
            return Err("a bare > must be written &gt;".to_owned());
        }
        let end_mark = if rest.starts_with('<') { '>' } else { ';' };
        let end = rest.find(end_mark).ok_or_else(|| format!("unclosed {}", &rest[..1]))?;
        let inside = &rest[1..end];
        if end_mark == ';' {
            text.push(entity(inside)?);
        } else if let Some(name) = inside.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("unmatched end tag </{name}>"));
            }
        } else {
            let name = inside.split(' ').next().unwrap_or("");
            if !TAGS.contains(&name) {
                return Err(format!("unsupported start tag <{name}>"));
            }
            if name != "a" && inside != name {
                return Err(format!("attributes on <{name}>"));
            }
            open.push(name);
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    if open.is_empty() { Ok(text) } else { Err(format!("tags left open: {open:?}")) }
}

fn entity(name: &str) -> Result<char, String> {
    match name {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        other => {
            let number = other.strip_prefix('#').and_then(|digits| digits.parse().ok());
            number.and_then(char::from_u32).ok_or_else(|| format!("unknown entity &{other};"))
        }
    }
}

#[test]
fn the_fake_refuses_html_that_is_not_clean() {
    assert_eq!(plain("<b>Rp15.000</b> · Tom &amp; Jerry &lt;3").as_deref(), Ok("Rp15.000 · Tom & Jerry <3"));
    for broken in
        ["a < b", "a > b", "Tom & Jerry", "<b>x", "<b>x</i>", "<script>x</script>", "&nbsp;", "<b x>y</b>"]
    {
        assert!(plain(broken).is_err(), "{broken}");
    }
}

//! Names and texts of others, made safe to show.

/// Without what could drive a terminal or turn the reading direction of what follows.
pub(super) fn clean(text: &str) -> String {
    let unsafe_char = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if unsafe_char(c) { '\u{fffd}' } else { c }).collect()
}

/// Clean and escaped, for the content of an HTML element and for a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Clean, and cut to `most` characters; an ellipsis says so.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let clean = clean(text);
    if clean.chars().count() <= most {
        return clean;
    }
    let kept: String = clean.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_in_content_and_attributes() {
        assert_eq!(escape("<b a='1' b=\"2\">&amp;</b>"), "&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;&lt;/b&gt;");
    }

    #[test]
    fn terminal_codes_and_direction_marks_are_replaced() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\n"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}");
        assert_eq!(clean("Zoë ≤ 節点"), "Zoë ≤ 節点");
    }

    #[test]
    fn long_names_are_cut_by_characters_not_bytes() {
        assert_eq!(shorten("節点節点節点", 4), "節点節…");
        assert_eq!(shorten("four", 4), "four");
        assert_eq!(shorten("a b c", 3), "a…");
        assert_eq!(shorten("abc", 0), "…");
    }
}

//! Functions of the Python module `wordcount`.

use ferrule_rt::prelude::*;

/// How often each word occurs. An apostrophe inside a word belongs to it.
pub fn count_words(text: &Str) -> Res<Dict<Str, i64>> {
    let mut counts: Dict<Str, i64> = Dict::new();
    let mut word = Str::EMPTY;
    for char in text.chars() {
        if char.isalpha()? || char == Char::new('\'') && !word.is_empty() {
            string::push_lower(&mut word, char)?;
        } else if !word.is_empty() {
            let entry = counts.or_insert(word, 0);
            *entry = int::add(*entry, 1)?;
            word = Str::EMPTY;
        }
    }
    if !word.is_empty() {
        let entry_2 = counts.or_insert(word, 0);
        *entry_2 = int::add(*entry_2, 1)?;
    }
    Ok(counts)
}

/// The `limit` most frequent words; equals in the order of the alphabet.
pub fn most_frequent(counts: &Dict<Str, i64>, limit: i64) -> Res<Vec<(Str, i64)>> {
    Ok(list::slice(&({
        let mut items_2 = {
            let mut items: Vec<(Str, i64)> = Vec::new();
            for (item_1_0_2, &item_1_1_2) in counts.items() {
                let item_1_0_2 = item_1_0_2.clone();
                let item_1 = (item_1_0_2, item_1_1_2);
                items.push(item_1);
            }
            items
        };
        list::sort_by_key(&mut items_2, false, |one_1| Ok((int::neg(one_1.1)?, one_1.0.clone())))?;
        items_2
    }), None, Some(limit)))
}

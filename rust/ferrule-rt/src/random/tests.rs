//! The first numbers of a few seeds, as Python gives them.

use super::Random;

#[test]
fn the_stream_is_pythons() {
    let drawn = Random::new(42);
    assert_eq!(drawn.random(), 0.639_426_798_457_883_8);
    assert_eq!(drawn.randint(1, 100).ok(), Some(4));
    let other = Random::new(1 << 40);
    assert_eq!(other.getrandbits(40).ok(), Some(386_992_184_705));
    assert!(Random::new(-42).random() == 0.639_426_798_457_883_8);
}

use super::*;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// Another way to say the same tree (RFC 6962): the left subtree takes the largest power of two below the
/// number of leaves. It shares no code with the tree.
fn model(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => panic!("no leaves"),
        [leaf] => *leaf,
        _ => {
            let left = (1..).map(|bits| 1usize << bits).find(|size| size * 2 >= leaves.len()).unwrap_or(1);
            let left = if leaves.len() == 2 { 1 } else { left };
            let mut preimage = b"girder/storage/node/v1".to_vec();
            preimage.extend(model(&leaves[..left]));
            preimage.extend(model(&leaves[left..]));
            Sha256::digest(&preimage).into()
        }
    }
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|index| Sha256::digest(index.to_le_bytes()).into()).collect()
}

fn tree(count: usize) -> Tree {
    Tree::new(leaves(count)).expect("a tree has leaves")
}

#[test]
fn no_leaves_are_no_tree() {
    assert!(Tree::new(vec![]).is_none());
}

#[test]
fn the_top_is_the_models_for_every_small_tree() {
    for count in 1..=130 {
        assert_eq!(tree(count).top(), model(&leaves(count)), "{count} leaves");
    }
}

#[test]
fn every_index_of_every_small_tree_climbs_to_the_top() {
    for count in 1..=70usize {
        let tree = tree(count);
        for (index, leaf) in leaves(count).into_iter().enumerate() {
            let path = tree.path(index as u64).expect("there is a path");
            assert_eq!(climb(leaf, index as u64, count as u64, &path), Some(tree.top()), "{index} of {count}");
        }
        assert_eq!(tree.path(count as u64), None);
    }
}

#[test]
fn an_odd_leaf_is_not_counted_twice() {
    let mut doubled = leaves(3);
    doubled.push(doubled[2]);
    assert_ne!(Tree::new(doubled).map(|tree| tree.top()), Some(tree(3).top()));
}

#[test]
fn a_node_is_no_leaf_of_a_smaller_tree() {
    // The top of four leaves is the top of their two parents: only the leaf's tag and the sealed count tell
    // them apart.
    let four = leaves(4);
    let parents = vec![node(&four[0], &four[1]), node(&four[2], &four[3])];
    let two = Tree::new(parents.clone()).expect("a tree has leaves");
    assert_eq!(two.top(), tree(4).top());
    let seal = |count, top: &Hash| crate::work::hash::Commitment::seal(count, 4, top).root;
    assert_ne!(seal(2, &two.top()), seal(4, &tree(4).top()));
    let content = [four[0], four[1]].concat();
    let leaf = crate::work::hash::leaf(0, content.len() as u64, &crate::work::hash::sha256(&[&content]));
    assert_ne!(leaf, parents[0]);
}

#[test]
fn the_largest_count_climbs_without_overflow() {
    let path = vec![[3; 32]; 64];
    assert!(climb([1; 32], 0, u64::MAX, &path).is_some());
    assert!(climb([1; 32], u64::MAX - 2, u64::MAX, &path).is_some());
    assert_eq!(climb([1; 32], u64::MAX, u64::MAX, &path), None);
}

proptest! {
    #[test]
    fn the_top_is_the_models(leaves in prop::collection::vec(any::<Hash>(), 1..300)) {
        prop_assert_eq!(Tree::new(leaves.clone()).map(|tree| tree.top()), Some(model(&leaves)));
    }

    #[test]
    fn only_the_right_leaf_index_and_path_climb_to_the_top(
        count in 2usize..200, pick: prop::sample::Index, flip: prop::sample::Index, other: prop::sample::Index,
    ) {
        let (tree, index) = (tree(count), pick.index(count));
        let (leaf, total, top) = (leaves(count)[index], count as u64, Some(tree.top()));
        let path = tree.path(index as u64).expect("there is a path");

        let mut flipped = leaf;
        flip_bit(&mut flipped, flip);
        prop_assert_ne!(climb(flipped, index as u64, total, &path), top);

        let mut wrong_path = path.clone();
        flip_bit(wrong_path.as_flattened_mut(), flip);
        prop_assert_ne!(climb(leaf, index as u64, total, &wrong_path), top);

        let elsewhere = other.index(count);
        if elsewhere != index {
            prop_assert_ne!(climb(leaf, elsewhere as u64, total, &path), top);
        }
        prop_assert_eq!(climb(leaf, index as u64, total, &path[1..]), None);
        prop_assert_eq!(climb(leaf, index as u64, total, &[path.as_slice(), &[leaf]].concat()), None);
    }
}

fn flip_bit(bytes: &mut [u8], flip: prop::sample::Index) {
    let bit = flip.index(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
}

//! The one list of tables that people's operations write: journal, guards, "what changed" and export go by it.

macro_rules! tables {
    ($($table:ident $name:literal $($letter:literal)? $(of $item:literal)?: $called:literal;)+) => {
        /// One table of the present. Its position is its bit in `Changed`: add at the end.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Table {
            $($table),+
        }

        impl Table {
            /// Every table with a journal.
            pub const ALL: &[Self] = &[$(Self::$table),+];

            /// Its name in the database.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$table => $name,)+
                }
            }

            /// The column that names the item a row is about, for an item's history; none for the item itself.
            pub const fn item(self) -> Option<&'static str> {
                match self {
                    $($(Self::$table => Some($item),)?)+
                    _ => None,
                }
            }

            /// The letter before a row's number, for what has a key such as `B7`.
            pub const fn letter(self) -> Option<char> {
                match self {
                    $($(Self::$table => Some($letter),)?)+
                    _ => None,
                }
            }

            /// What one row is called in a sentence, with its article.
            pub const fn called(self) -> &'static str {
                match self {
                    $(Self::$table => $called,)+
                }
            }

            /// What one row is called, without an article.
            pub fn noun(self) -> &'static str {
                self.called().split_once(' ').map_or(self.called(), |(_, noun)| noun)
            }

            /// The table of what has keys with this letter.
            pub fn of_letter(letter: char) -> Option<Self> {
                Self::ALL.iter().copied().find(|table| table.letter() == Some(letter))
            }

            /// The table of this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|table| table.name() == name)
            }
        }
    };
}

tables! {
    Team "team": "the team";
    Member "member": "a member";
    Absence "absence": "an absence";
    Holiday "holiday": "a holiday";
    Status "status": "a status";
    Item "item": "an item";
    Criterion "criterion" of "item": "an acceptance criterion";
    ItemLabel "item_label" of "item": "a label";
    Dependency "dependency" of "item": "a dependency";
    OutsideSprint "outside_sprint" of "item": "an imported sprint name";
    Blocker "blocker" 'B': "a blocker";
    BlockerItem "blocker_item" of "item": "a blocker's item";
    Sprint "sprint": "a sprint";
    ChangeRequest "change_request" 'C' of "item": "a change request";
    SprintItem "sprint_item" of "item": "an item's place in a sprint";
    Contract "contract": "a contract";
    Review "review": "a review";
    Demo "demo" of "item": "an item's place in a review";
    Feedback "feedback" of "item": "what was said at a review";
    Retro "retro": "a retro";
    RetroNote "retro_note": "a note of a retro";
    RetroVote "retro_vote": "a vote in a retro";
    NotNow "not_now": "what a retro put off";
    RetroAction "retro_action" 'A': "an action";
    ActionRuling "action_ruling": "the ruling on an action";
    Disposition "disposition" of "item": "a disposition";
    SprintReport "sprint_report": "a sprint's report";
    Standup "standup": "a standup";
    StandupTurn "standup_turn": "a turn in a standup";
    StandupOnItem "standup_on_item" of "item": "an item's time in a standup";
    Checkin "checkin": "a check-in";
    CheckinFrom "checkin_from": "whom a check-in names";
    Topic "topic" 'T': "a topic";
    TopicMember "topic_member": "whom a topic needs";
    Ruling "ruling": "a ruling";
}

"""What people in the village say in English."""

from __future__ import annotations

from typing import Final

from adapters.memory.topic import Topic

TOPICS: Final = (
    # seed libraries
    Topic(
        (
            "The seed library at the market hall has new drawers, and half of them are empty.",
            "Sorting seeds for the swap tonight. I had forgotten how many beans I kept.",
            "Our seed library lent out two hundred packets this spring. Eleven came back.",
        ),
        (
            "I have a jar of runner beans from last summer that could go in.",
            "Do you write the year on the packets? Ours are a guessing game by now.",
            "We put a little book beside ours, for people to say what grew and what did not.",
        ),
        (
            "Do bring it along next time, somebody always asks.",
            "Good idea. I would rather have ten honest packets than a hundred pretty ones.",
            "I might copy that for the seed swap, if you do not mind.",
        ),
        (
            "I will, and I want some of those tomatoes in return.",
            "Let me know how the swap goes.",
            "Gladly. Seeds in a drawer do nobody any good.",
        ),
    ),
    # compost
    Topic(
        (
            "Turned the compost this morning. It steamed like a kettle.",
            "The shared compost bin is full again and it is not even leaf season.",
            "Somebody keeps putting whole oranges into our compost. Whole ones!",
        ),
        (
            "Ours went slimy until I started tearing up egg boxes.",
            "How long do you leave it before you use it? I never have the patience.",
            "We ended up with three bins: one filling, one resting, one ready.",
        ),
        (
            "Cardboard was the answer here too, and a fork with a long handle.",
            "A year, more or less. The worms decide, I only sign.",
            "I should try that, the neighbours have started to make remarks.",
        ),
        (
            "Then I am less far off with my compost than I feared.",
            "Worms are the only colleagues who never schedule a meeting.",
            "Good. I will report when mine stops smelling of cabbage.",
        ),
    ),
    # bike repair
    Topic(
        (
            "Spent the evening on a bottom bracket that did not want to leave its frame.",
            "Third puncture this week. I think my rear tyre collects glass for a hobby.",
            "Found a 1980s touring bike by the bins. Nothing wrong with it but the brakes.",
        ),
        (
            "Which tyres do you ride? I switched to heavier ones and never looked back.",
            "I have the tool for that, if you ever want to borrow it.",
            "When I am stuck I sleep on it and begin again in better light. It mostly works.",
        ),
        (
            "It is an old city bike, so anything that survives cobbles will do.",
            "Thank you, I may well take you up on that.",
            "I will try that before I start to swear again.",
        ),
        (
            "Old bikes forgive a lot. That is why I like to mend them.",
            "Any Thursday, the workshop is open until eight.",
            "Tell me how it rides once it is back on the road.",
        ),
    ),
    # sourdough
    Topic(
        (
            "My sourdough starter survived two weeks of holidays in the fridge. Proud parent.",
            "Rye loaf today. Dense enough to hold a door, and delicious.",
            "Does anyone else plan their whole Sunday around a dough?",
        ),
        (
            "What flour do you feed it? Mine sulks with anything but rye.",
            "I gave up on the big holes. A bread that keeps the butter on top is a good bread.",
            "Mine rises best on the shelf above the boiler, whatever the books say.",
        ),
        (
            "Half rye, half whatever is left over. It is not proud.",
            "That is exactly what I needed to hear this morning.",
            "I shall try that next weekend, the kitchen is too cold for it now.",
        ),
        (
            "Keep some of the starter for me? Mine could use new blood.",
            "And if it fails, there is always toast.",
            "Good luck with it. Photos of the crumb, please.",
        ),
    ),
    # the repair café
    Topic(
        (
            "Nine toasters and an accordion at the repair café. Seven of the toasters live.",
            "The repair café needs somebody who is not afraid of sewing machines.",
            "A boy of eight fixed his own radio at the repair café today. He bowed.",
        ),
        (
            "I could come once a month. I am good with plugs and bad with people.",
            "Do you list what could not be fixed? It would make quite a letter to the makers.",
            "This makes my week. Ours has mostly coffee machines.",
        ),
        (
            "We would love that. The coffee is strong and the cake is free.",
            "We write it all down on cards, somebody ought to type them up.",
            "Half of it is listening, the other half is a screwdriver.",
        ),
        (
            "Then put me down for the next repair café.",
            "That I can help with. Typing is the one thing I can repair.",
            "That should stand over the door.",
        ),
    ),
    # open data
    Topic(
        (
            "The town has put its tree register online as open data. My weekend is settled.",
            "Asked for the bus counts as open data. Got a scan of a printed spreadsheet.",
            "I drew a map of all drinking fountains. A third of them are on no list.",
        ),
        (
            "Did they say under which licence? That is where it fell apart for us.",
            "I would walk a street or two to check it, if you want company for the boring part.",
            "Could I have the file? Our school does a project on exactly that.",
        ),
        (
            "They did, and it is a proper open one. I had to read it twice.",
            "Yes please. It goes much faster with two.",
            "Of course. It is rough, but every row has a date and a source.",
        ),
        (
            "Then there is hope for the town hall yet.",
            "Good open data is mostly good shoes, it turns out.",
            "Wonderful. I will send back whatever we correct.",
        ),
    ),
    # choir
    Topic(
        (
            "Choir tonight. Four altos, two tenors, and one bass who thinks he is a soprano.",
            "We are learning a Georgian table song. I cannot get the middle voice out of my head.",
            "Our choir lost its rehearsal room to a gym. We now sing between the weights.",
        ),
        (
            "We sing in a bicycle cellar. The echo forgives everything.",
            "Do you take people who cannot read music? Asking for a friend, who is me.",
            "Is there a recording? I would love to hear the second part.",
        ),
        (
            "That sounds perfect. The best rooms are never meant for it.",
            "Half of us cannot, we learn by ear and by elbow.",
            "I will record it next week, with the door closed.",
        ),
        (
            "Sing loud, it keeps the cellar warm.",
            "Then you may have found one more voice.",
            "I look forward to it. Choir is the only hour in which I do not think.",
        ),
    ),
    # board games
    Topic(
        (
            "Lost a four-hour board game to somebody who read the rules during the last hour.",
            "Game night had nine people and one table. We played in shifts.",
            "Looking for a board game for five that ends before midnight.",
        ),
        (
            "Have you tried the one with the lighthouses? Forty minutes, nobody is thrown out.",
            "We always end up with the small card games, and they are the best part.",
            "I design one, about allotments. It needs people who are not polite about it.",
        ),
        (
            "I have not. Is it any good with people who hate reading rules?",
            "Small boxes, long evenings. I quite agree.",
            "I can be very impolite about board games.",
        ),
        (
            "One round explains it all, I promise.",
            "Then we have a plan, as soon as we have a table.",
            "That is just the kind of player I was hoping for.",
        ),
    ),
    # train timetables
    Topic(
        (
            "The new timetable takes away the 17:42. That train was half my social life.",
            "Nine minutes to change trains, and the platform is at the far end. Every single time.",
            "I found a paper timetable from 1974. There were more night trains than now.",
        ),
        (
            "There is a bus that fills the gap, though no app will tell you.",
            "Somebody should draw that as a map. The gaps would say it all.",
            "I once missed it and met half of my friends on the next one.",
        ),
        (
            "I did not know that! You have just given me an evening back.",
            "I have started one, with string and pins, on the kitchen wall.",
            "Missed trains are underrated, if there is a bench.",
        ),
        (
            "Glad to help. The drivers know more than the screens.",
            "Please show it when it is done, I could look at timetables for hours.",
            "And a thermos. One should never trust a timetable without a thermos.",
        ),
    ),
    # knitting
    Topic(
        (
            "Frogged the whole sleeve. It is fine. I am fine.",
            "Knitted through the entire general meeting. Two mittens, no motions.",
            "A ball of undyed wool from the farm up the hill. It still smells of sheep.",
        ),
        (
            "What pattern is it? I am looking for one that does not need counting.",
            "The second one is always the hard one. I own many single socks.",
            "I have some very good wool here, and I do not dare to begin.",
        ),
        (
            "My grandmother's, from memory, which explains the sleeves.",
            "We could knit the second ones together and shame each other into it.",
            "Begin with a hat. Nobody has ever been hurt by a hat.",
        ),
        (
            "Knitting is mostly courage, and then arithmetic.",
            "That may be the only way I ever finish a pair.",
            "You have talked me into it. The needles are out.",
        ),
    ),
    # mending
    Topic(
        (
            "Darned the elbow of my oldest jumper in bright orange. It looks better than new.",
            "The mending pile has reached the window sill. It blocks the light.",
            "Learnt a proper patch pocket repair today from a retired sailmaker.",
        ),
        (
            "I love it when one can see the mend. It is a kind of diary.",
            "Which thread do you use? Mine always shines too much.",
            "Could you show me some time? I only know how to make it worse.",
        ),
        (
            "Exactly. I could tell you the year of every patch.",
            "Plain wool, two strands, and no hurry.",
            "With pleasure. All it takes is a mushroom and a lamp.",
        ),
        (
            "I shall look at my own patches with new respect.",
            "Two strands! That was my mistake all along.",
            "Then I will bring my mending and you bring the mushroom.",
        ),
    ),
    # zines
    Topic(
        (
            "Printed forty copies of a zine about bus shelters. Thirty-eight to go.",
            "The library lets us use the risograph on Fridays. I may never go home.",
            "Does anyone still swap zines by post? I have stamps and enthusiasm.",
        ),
        (
            "I would trade you one about lost gloves.",
            "What paper do you print on? Ours came out see-through.",
            "Keep one for me, please. I can pay in biscuits.",
        ),
        (
            "Lost gloves! That is a trade I cannot refuse.",
            "Recycled, 90 grams. The ink never quite dries, which is part of it.",
            "One is set aside, with your name on it in pencil.",
        ),
        (
            "Then let us start a proper swap, with a list and everything.",
            "I will look for the same paper. Thank you.",
            "Perfect, that goes on the shelf with my other zines.",
        ),
    ),
)

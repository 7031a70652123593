/**
 * Questions of general knowledge in English, a line each, that hardly any one book answers: of every
 * day, about other software and devices, and of the kind that an encyclopaedia answers.
 */
export const probes = `
Who painted the ceiling of the Sistine Chapel?
How do I roll back the last migration in a Django project?
What did the philosopher mean by the categorical imperative, and how does it differ from utilitarian ethics?
What is the capital of Mongolia?
Which index type should I choose for a text column in MongoDB?
Which treaty ended the Thirty Years' War, and which territories changed hands because of it?
How many players are on a cricket team?
How can I merge two cells in a spreadsheet without losing their contents?
What role did the printing press play in the spread of new religious ideas?
What is the difference between a crocodile and an alligator?
What is the difference between a rebase and a merge commit?
How do economists measure the inequality of incomes within a country?
Which planet has the most moons?
How do I center a div vertically and horizontally with CSS?
What was the main reason for the decline of the Hanseatic League?
Can I take a power bank in hand luggage?
Why does my printer say that it is offline although it is connected?
Which enzyme unwinds the double helix when a cell copies its DNA?
How tall is Mount Kilimanjaro?
What are the two main ways to pass data between components in Angular, and when is each preferred?
How did the discovery of tin mines influence trade in the Bronze Age?
Which vitamins are in a kiwi?
How do I recover deleted photos from a memory card?
What is the relationship between the pressure and the volume of an ideal gas?
What is the offside rule in football?
What happens when the garbage collector of the Java virtual machine runs out of heap space?
Who led the uprising against the colonial government, and what did its members demand?
Who was the first woman to win a Nobel Prize?
How do I set up two-factor authentication for my email account?
What percentage of the workforce was employed in agriculture before the war?
What is the boiling point of ethanol?
What is the maximum file size that can be attached to an email?
Which factors determine how fast a glacier moves?
How much sleep does a six-year-old child need?
How can I export a playlist from one music service to another?
What is the function of the hippocampus in forming memories?
Which instruments belong to a string quartet?
How do I write a macro that formats every second row of a table?
How many seats did the party win in the election, and with whom did it form a coalition?
What are the ingredients of a classic carbonara?
What does error code 43 mean for a graphics card on Windows?
What type of rock forms when magma cools slowly below the surface?
How many bones does an adult human have?
Which permissions does a mobile app need in order to read the contact list?
Why was the construction of the canal interrupted for several years?
Who directed the film Spirited Away?
How does a compiler decide which variables are kept in registers?
What distinguishes a constitutional monarchy from an absolute one?
What are the symptoms of a pollen allergy?
What steps are needed to publish a game on Steam, and how long does the review take?
Which composer is regarded as the founder of the twelve-tone technique?
What is the currency of Switzerland?
How do I train an image classifier when there are only a hundred labelled pictures of each class?
How do coral polyps and algae benefit from each other?
Why did the dinosaurs die out?
How is an invoice with several tax rates entered in the accounting software?
What is the theorem that relates the sides of a right triangle?
How do I get rid of fruit flies in the kitchen?
Can I use the same licence key on two computers at once?
In which year was the cathedral consecrated, and who paid for its towers?
What does the word serendipity mean?
How do I calibrate the extruder of a 3D printer?
What evidence supports the theory of continental drift?
What is the speed limit on motorways in Portugal?
What is the difference between a normal map and a displacement map in rendering?
Which tribe inhabited the peninsula before the settlers arrived?
Who composed The Magic Flute?
How do I configure the firewall of my router so that a game console gets an open NAT?
What is the term for the fear of confined spaces?
Can dogs eat grapes?
How can I schedule a shell script to run every weekday at six in the morning?
How does inflation affect people who live on a fixed pension?
Which language has the most native speakers?
What are the key differences between the basic and the professional subscription of a photo editor?
What caused the population of the city to double within twenty years?
How do I make sourdough bread rise better?
How do I transfer a domain name to another registrar?
Who succeeded the king after the battle, and how long did he reign?
Why do leaves change colour in autumn?
How does a spam filter tell unwanted mail from wanted mail?
What are the stages of mitosis in the right order?
What is the best way to learn to swim as an adult?
What is the recommended way to store passwords of customers in an online shop?
Which court decides when two laws contradict each other?
How do I keep avocados from turning brown?
How do I link an external stylesheet in an EPUB file?
What did the expedition find when it reached the pole?
What are the rules of chess for castling?
How can customers return an order that arrived damaged, and who pays for the shipping?
How is the half-life of an isotope used to date old bones?
What was the name of Alexander the Great's horse?
What does the field effect transistor do in this amplifier circuit?
Which schools of architecture influenced the design of the opera house?
Which trees lose their needles in winter?
How do I add subtitles to a video with a command line tool?
What is the symbolic meaning of the white whale in the novel?
How long does it take to fly from London to Sydney?
Which parameters control the learning rate schedule of the optimizer?
How did the invention of the steam loom change the lives of weavers?
How do I calm a crying baby at night?
How can I connect a Bluetooth headset to a television set?
Which hormone regulates the level of sugar in the blood?
What is the national dish of Peru?
How do I migrate virtual machines from one hypervisor to another without downtime?
What proportion of the island is covered by rain forest?
What is the largest desert on Earth?
What is the default port of the database server, and where can it be changed?
Why do some metals become superconducting at low temperatures?
What are the phases of the Moon called?
How do I report a bug in the browser to its developers?
What was the outcome of the referendum on joining the union?
Which painter cut off part of his ear?
Which sensors does a smart watch use to measure oxygen in the blood?
Who was the first commander of the fleet, and where was he born?
How much water should I drink when I go running?
How do I convert a scanned document into text that can be searched?
What is meant by the tragedy of the commons?
How do I grow tomatoes on a balcony?
What are best practices for naming branches in a shared repository?
Which dialects are spoken in the mountain valleys of the region?
What is the meaning of the colours of traffic lights?
How can a web page detect that it is shown in dark mode?
How does the immune system recognise cells that are infected?
What is the difference between venomous and poisonous snakes?
How do I stop an app from starting automatically when the computer boots?
What are the arguments for and against compulsory voting?
Which blood type is the universal donor?
What limits apply to the number of rows in a worksheet?
Which manuscript is the oldest source of the saga?
What is the most spoken language in India?
How is the battery of an electric scooter replaced, and which tools are required?
How do tides depend on the positions of the Sun and the Moon?
What was the Rosetta Stone used for?
How do I restore a backup of my phone onto a new device?
What is the difference between classical and operant conditioning?
Who sang the title song of Goldfinger?
Why does the test suite fail only on the build server and never locally?
Which industries moved to the valley after the railway was built?
How do I stop my glasses from fogging up?
How do I create a pivot table that groups dates by quarter?
What law did the parliament pass in response to the famine?
How do bees make honey?
What is the purpose of the environment variable that sets the locale?
Who founded the order of monks, and what rules did they live by?
Can I paint over wallpaper?
How can I measure the latency between two data centres?
What does the uncertainty principle say about position and momentum?
How many time zones does Russia have?
How do I register a trademark for the name of an app?
How did trade along the Silk Road shape the cuisine of Central Asia?
What is the difference between a rabbit and a hare?
What prize is awarded for outstanding achievements in mathematics?
Which metal is liquid at room temperature?
Which animals are the natural predators of the arctic fox?
How do I sharpen kitchen knives?
What happens to light when it passes from air into water?
Why do flamingos stand on one leg?
How was the border between the two countries drawn after the armistice?
What is the longest bone of the human body?
What is the largest organ of the human body, and what protects it?
What are the colours of the flag of Kenya?
Which season is the driest in the savanna?
What does a notary do when a house is sold?
Why did the bank raise its interest rates that year?
How do I politely decline an invitation?
What is the purpose of a sonnet's final couplet?
How do I teach a child to ride a bicycle?
How many people died in the earthquake, and how strong was it?
What is a healthy resting heart rate?
Which kind of government did the ancient city state of Sparta have?
What is the story behind Halloween?
How do I get candle wax out of a tablecloth?
How do I find the North Star?
How do I season a soup that is too salty?
Who built the pyramids of Giza?
What is the deepest lake in the world?
What is the best exercise for lower back pain?
What is the plural of octopus?
What is the fastest animal on land?
How do I pack a suitcase without creasing shirts?
How do I tell whether an egg is still fresh?
Who painted Guernica and why?
What are the side effects of too much coffee?
Which wine goes with grilled fish?
What is the legend of King Arthur about?
What is the gestation period of an elephant?
Which spices are in garam masala?
What happens in the third act of Hamlet?
What is the Mohs scale of hardness?
Who invented the telephone?
How do I read a knitting pattern?
How does a refrigerator stay cold?
How do I stretch before a long run?
Why are there 60 minutes in an hour?
Who is buried in Westminster Abbey?
How do I negotiate a lower rent with my landlord?
How much does a passport for a child cost?
Which muscles does rowing train?
How do I iron a silk blouse?
How do vaccines protect against measles?`

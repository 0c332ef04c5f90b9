//! The built-in names: common given names, family names and particles.
//!
//! Written from general knowledge of the most common names of many cultures,
//! language by language; nothing was copied from a listing page. The lists
//! only have to carry a page of one or two entries: on a longer page the
//! second and third authors teach far more names than stand here. They also
//! teach the letter shapes of names, so that a name that is not listed is
//! still seen to be one.

/// Common given names, separated by spaces; letters as people write them.
pub(super) const GIVEN: &str = "\
James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew \
Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward \
Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin \
Samuel Gregory Alexander Patrick Frank Raymond Jack Dennis Jerry Tyler Aaron Jose Adam Nathan Henry \
Zachary Douglas Peter Kyle Noah Ethan Jeremy Walter Christian Keith Roger Terry Austin Sean Gerald \
Carl Dylan Harold Jordan Jesse Bryan Lawrence Arthur Gabriel Bruce Logan Alan Juan Elijah Willie \
Albert Wayne Randy Vincent Mason Roy Ralph Bobby Russell Bradley Philip Eugene Howard Ian Simon \
Graham Neil Stuart Colin Martin Geoffrey Hugh Duncan Craig Derek Dean Evan Liam Owen Luke Max Leo \
Ben Sam Tom Tim Dan Joe Jim Bob Bill Mike Matt Nick Alex Greg Jeff Steve Dave Chris Josh Zach Will \
Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra \
Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon \
Laura Cynthia Dorothy Amy Kathleen Angela Shirley Emma Brenda Pamela Nicole Anna Samantha Katherine \
Christine Helen Debra Rachel Carolyn Janet Maria Catherine Heather Diane Olivia Julie Joyce Victoria \
Ruth Virginia Lauren Kelly Christina Joan Evelyn Judith Andrea Hannah Megan Cheryl Jacqueline Martha \
Madison Teresa Gloria Sara Janice Ann Kathryn Abigail Sophia Frances Jean Alice Judy Isabella Julia \
Grace Amber Denise Danielle Marilyn Beverly Charlotte Natalie Theresa Diana Brittany Kayla Alexis \
Lori Marie Claire Fiona Lucy Jane Kate Eva Ella Chloe Zoe \
Jean Pierre Michel André Philippe René Louis Alain Jacques Bernard Marcel Daniel Roger Robert \
François Henri Christophe Nicolas Julien Sébastien Laurent Guillaume Olivier Thierry Pascal Éric \
Frédéric Stéphane Benoît Cédric Jérôme Mathieu Matthieu Antoine Alexandre Maxime Romain Vincent \
Hugo Lucas Théo Clément Rémi Florian Gaël Yann Yves Gilles Xavier Emmanuel Bruno Didier Denis \
Marc Luc Sylvain Arnaud Grégoire Camille Céline Élodie Sophie Isabelle Nathalie Valérie Aurélie \
Hans Peter Wolfgang Klaus Jürgen Dieter Manfred Uwe Günther Horst Bernd Helmut Werner Rainer Heinz \
Gerhard Walter Stefan Andreas Thomas Michael Markus Sebastian Tobias Matthias Christoph Florian \
Jan Jens Lars Sven Ralf Jörg Torsten Thorsten Dirk Frank Holger Ulrich Volker Felix Lukas Jonas \
Moritz Maximilian Philipp Johannes Jakob Julian Fabian Dominik Benedikt Konstantin Katharina Anja \
Johan Erik Anders Lars Per Karl Nils Olof Gustav Henrik Magnus Fredrik Mikael Niklas Björn Ole \
Søren Jesper Kasper Rasmus Mads Morten Kristian Håkan Åsa Ingrid Astrid Mika Matti Juha Antti Jukka \
Pieter Willem Hendrik Joost Jeroen Maarten Koen Bart Tim Tom Wouter Sander Bram Arjen Luc Wim \
Giovanni Giuseppe Antonio Mario Luigi Francesco Angelo Vincenzo Pietro Salvatore Carlo Franco \
Domenico Bruno Paolo Michele Giorgio Aldo Luciano Marco Andrea Luca Matteo Alessandro Davide \
Stefano Simone Fabio Roberto Massimo Riccardo Lorenzo Federico Nicola Alberto Claudio Daniele \
Emanuele Enrico Giacomo Gianluca Tommaso Valerio Filippo Giulia Chiara Francesca Elena Silvia Paola \
Carlos Luis Miguel José Manuel Francisco Javier Rafael Pedro Pablo Sergio Fernando Jorge Alberto \
Álvaro Diego Adrián Raúl Rubén Iván Óscar Andrés Eduardo Ricardo Ramón Enrique Ignacio Jaime Jesús \
Gonzalo Santiago Sebastián Alejandro Mateo Tomás Julio Marta Lucía Carmen Pilar Cristina Beatriz \
João Paulo Rui Nuno Tiago Gustavo Rodrigo Marcelo Leonardo Felipe Guilherme Thiago Renato Vitor \
Aleksandr Alexey Dmitry Sergey Andrey Mikhail Ivan Nikolai Vladimir Yuri Igor Oleg Maxim Ilya \
Anton Evgeny Pavel Artem Konstantin Boris Anatoly Viktor Valery Roman Denis Kirill Egor Vadim \
Anastasia Ekaterina Olga Natalia Tatiana Svetlana Irina Yulia Marina Ksenia Elena Daria Polina \
Piotr Paweł Tomasz Krzysztof Marcin Michał Jakub Łukasz Wojciech Grzegorz Adam Maciej Mateusz \
Katarzyna Agnieszka Magdalena Jiří Tomáš Petr Martin Ondřej Václav Milan Zdeněk Milan Dragan \
Zoltán László István Gábor Péter András Ferenc Balázs Mihai Andrei Bogdan Cristian Răzvan Ioana \
Georgi Dimitar Nikola Marko Ivana Goran Zoran Dejan Aleksandar Vuk Bojan Matej Luka Jure Blaž \
Ioannis Georgios Dimitrios Konstantinos Nikolaos Christos Panagiotis Vasileios Stavros Spyros \
Eleni Maria Yannis George Kostas Nikos Dimitris Petros Alexandros Thanos Antonis Stefanos \
Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Murat Emre Can Burak Cem Deniz Ayşe Elif Zeynep Onur \
Mohammad Mohammed Muhammad Ahmed Ahmad Mahmoud Hassan Hussein Ali Omar Khaled Youssef Ibrahim \
Abdullah Abdul Karim Tariq Samir Amir Nasser Rami Fatima Aisha Layla Noor Salman Bilal Usman Imran \
Reza Hossein Mehdi Amin Saeed Hamid Majid Vahid Masoud Behrouz Arash Babak Farhad Ehsan Navid \
Sina Pooya Kamran Maryam Zahra Fatemeh Sara Niloofar Shirin Leila Hadi Mahdi Milad Sepideh Ashkan \
Yosef David Moshe Avi Eyal Guy Tal Amir Gal Yair Ofer Shai Nir Ron Oren Assaf Noam Yoav Itai Roi \
Eitan Uri Ilan Dror Tomer Yaron Boaz Amit Shimon Haim Michal Inbal Yael Tamar Shira Noga Dana \
Raj Rahul Amit Anil Sunil Vijay Sanjay Ajay Rajesh Ramesh Suresh Mahesh Ganesh Dinesh Mukesh \
Arun Varun Tarun Kiran Ravi Krishna Rama Srinivas Venkatesh Prakash Deepak Ashok Vinod Manoj \
Sandeep Pradeep Kuldeep Vivek Abhishek Ankit Ankur Anurag Aman Akash Aditya Arjun Rohan Rohit \
Karan Nikhil Nitin Sachin Saurabh Gaurav Vikas Vikram Vishal Siddharth Shubham Sumit Pranav \
Prateek Aniruddha Anirban Arnab Debasish Sourav Subhash Partha Priya Pooja Neha Anjali Divya Kavita \
Sunita Shreya Swati Aishwarya Lakshmi Meera Nisha Deepika Ananya Harsh Yash Kunal Manish Ashish \
Wei Wen Jun Jian Jie Jing Yang Ying Yi Yan Yu Yue Yun Yong Yuan Lei Li Lin Ling Liang Long Lu Hao \
Hai Han Hui Hong Hua Huan Fei Feng Fang Fan Peng Ping Pan Qi Qiang Qing Qian Rui Rong Ran Shan \
Shuai Shuang Sheng Song Tao Tian Ting Tong Xin Xiao Xiang Xing Xu Xue Xuan Xi Xia Kai Kun Ke Lan \
Bin Bo Bing Biao Chao Chen Cheng Chong Chun Chuan Dan Di Dong Gang Guang Guo Gui Heng Min Ming \
Meng Mei Miao Na Nan Ning Ping Zhe Zhen Zheng Zhi Zhong Zhou Zhu Zi Ze Zhao Zhan Bowen Boyu Chenxi \
Haoran Haoyu Hongyi Jiahao Jiawei Jiaming Jianfeng Jianguo Jingyi Junjie Junyi Kaiming Lingxi \
Mengyuan Minghao Mingming Pengfei Qingyun Ruoxi Ruiqi Shengjie Shuo Siyuan Tianyi Tianyu Weijie \
Weiming Wenbo Wenhao Xiaodong Xiaofeng Xiaoming Xiaoyan Xiaoyu Xinyi Xinyu Xuan Yifan Yiming Yihan \
Yingying Yixuan Yuchen Yuhang Yunfei Yuxin Zhengyu Zhihao Zhiwei Zhiyuan Zihan Zixuan Ziyang Zhuo \
Wing Kwok Ka Kin Siu Chi Chun-Yi Yu-Chen Chih-Wei Wei-Lun Hung-Yi Ming-Hsuan Yi-Hsuan Tzu Hsin \
Hiroshi Takashi Kenji Satoshi Akira Makoto Takeshi Kazuo Yoshio Hideo Masato Hiroyuki Kazuhiro \
Takahiro Yusuke Daisuke Kenta Shota Ryo Naoki Yuki Yuta Taro Ichiro Kei Koji Shinji Tetsuya \
Yoshihiro Masahiro Toshio Atsushi Haruki Yuko Keiko Naoko Yumi Ayumi Hiroki Tatsuya Shun Junichi \
Minsu Jihoon Seung Jin Hyun Young Sung Kyung Min Ji Joon Dong Jae Sang Tae Woo Hyeon Eun Soo \
Sungjin Minjoon Jiyoung Hyunwoo Taehyun Seungjun Yoon Donghyun Kyungmin Jaehyun Seong Byung Ho \
Nguyen Anh Minh Tuan Hung Dung Hoang Long Quang Duc Thanh Hai Nam Linh Trang Huy Khanh Viet Thuy \
Agus Budi Dewi Putra Siti Nur Somchai Kanya Maung Aung Juan Mari Aye Tenzin \
Kwame Kofi Ama Chinedu Emeka Ngozi Oluwaseun Ade Tunde Sipho Thabo Tesfaye Abebe Dawit Juma";

/// Common family names, separated by spaces.
pub(super) const FAMILY: &str = "\
Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee \
Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams \
Nelson Baker Hall Campbell Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards \
Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Bailey Reed Kelly Howard Cox Ward \
Richardson Watson Brooks Wood Bennett Gray Hughes Price Foster Sanders Ross Powell Sullivan Russell \
Fisher Henderson Coleman Simmons Patterson Graham Reynolds Hamilton Griffin Wallace West Cole Hayes \
Bryant Gibson Ellis Stevens Murray Ford Marshall Owens Harrison Kennedy Wells Henry Webb Tucker \
Freeman Burns Crawford Gordon Simpson Porter Hunter Hicks Boyd Mason Warren Dixon Burke Shaw Rice \
McDonald McCarthy McKenzie McCallum McMahan MacKay MacLeod O'Brien O'Connor O'Neill DeVries LeCun \
DiCarlo FitzGerald Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann \
Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann \
Hartmann Lange Werner Krause Lehmann Köhler Maier Walter König Kaiser Fuchs Peters Scholz Weiß Jung \
Hahn Vogel Keller Frank Berger Winkler Roth Beck Lorenz Baumann Albrecht Schuster Simon Ludwig Böhm \
Winter Kraus Martin Schumacher Vogt Stein Jäger Otto Sommer Groß Seidel Brandt Haas Schreiber Graf \
Dupont Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux Bertrand Morel Fournier Girard \
Bonnet Lambert Fontaine Rousseau Vincent Muller Blanc Guerin Boyer Garnier Chevalier Francois Bach \
Legrand Gauthier Garcia Perrin Robin Clement Morin Nicolas Henry Roussel Mathieu Gautier Masson \
Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johansson \
Andersson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Virtanen Korhonen \
Nielsen Christensen Rasmussen Sørensen Jørgensen Petersen Madsen Lund Berg Lindberg Holm Dahl \
Janssen Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peeters Maes Jacobs Willems Claes Hendriks \
Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa \
Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara \
García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz \
Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos \
Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz \
Silva Santos Oliveira Souza Pereira Ferreira Almeida Ribeiro Carvalho Gomes Martins Rocha Lopes \
Ivanov Smirnov Kuznetsov Popov Vasiliev Petrov Sokolov Mikhailov Novikov Fedorov Morozov Volkov \
Alekseev Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Orlov Belov Kovalenko Shevchenko \
Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Novák Svoboda Dvořák \
Černý Horvat Novak Kovačević Jovanović Petrović Nikolić Popescu Ionescu Popa Nagy Kovács Tóth Szabó \
Papadopoulos Vlachos Angelopoulos Nikolaidis Georgiou Ioannidis Makris Antoniou \
Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç \
Khan Ahmed Ali Hassan Hussain Mahmoud Ibrahim Rahman Malik Sheikh Siddiqui Qureshi Mirza Aziz \
Hosseini Ahmadi Mohammadi Karimi Rezaei Moradi Jafari Rahimi Sadeghi Ebrahimi Tehrani Shirazi \
Cohen Levy Mizrahi Peretz Biton Friedman Katz Shapiro Goldberg Rosenberg Weiss Ben-David Bar-Lev \
Goldstein Rubin Stern Segal Shalev Mansour Feldman Kaplan Avidan Globerson \
Kumar Singh Sharma Gupta Verma Mishra Patel Shah Jain Agarwal Mehta Reddy Rao Iyer Nair Menon \
Krishnan Subramanian Raghavan Srinivasan Venkataraman Banerjee Chatterjee Mukherjee Das Ghosh Sen \
Bose Dutta Roy Chakraborty Bhattacharya Joshi Kulkarni Desai Deshpande Pandey Tiwari Yadav Chauhan \
Choudhary Malhotra Kapoor Khanna Arora Bhatia Sethi Natarajan Raman Balakrishnan Ramachandran \
Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie \
Song Tang Han Feng Deng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu \
Ding Ren Shen Yao Lu Zhong Cui Tan Liao Fan Wang Jin Shi Dai Jia Xia Fu Fang Bai Zou Xiong Meng Qin \
Qiu Hou Jiang Yin Xue Yan Duan Lei Hao Long Tao Shao Shi Qian He Lai Gong Wan Gu Mao Chang Kong Qi \
Ouyang Mo Niu Pang Tu Qiao Ruan Zuo Bao Bi Ji Ni Ge Zhan Chan Wong Leung Cheung Ng Ho Lau Kwok Yip \
Tsai Hsu Hsieh Chiang Chou Kuo Yeh Chiu Tseng Liao Teo Goh Koh Lim Ong Ooi Toh Tay Chua Yeo \
Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki \
Yamaguchi Matsumoto Inoue Kimura Hayashi Saito Shimizu Yamazaki Mori Abe Ikeda Hashimoto Ishikawa \
Ogawa Okada Hasegawa Goto Murakami Kondo Ishii Sakamoto Endo Aoki Fujita Nishimura Fukuda Ota \
Kim Park Choi Jung Jeong Kang Cho Yoon Jang Im Lim Han Oh Seo Shin Kwon Hwang Ahn Ryu Hong Yoo Nam \
Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Do Ngo Duong Ly Santoso Wijaya Lestari Okafor Mensah \
Adeyemi Mbeki Dlamini Bekele Tesfaye Kamau Otieno";

/// Words inside a name that are written small (or in either case).
pub(super) const PARTICLES: &str = "\
van der den de la von le di da del della dos do das du ten ter te zu zur bin ibn al el y e bint af av \
ben abu d' dal dalla lo los las san st von't vander op het";
